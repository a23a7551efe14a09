/** What a person sees: aligned, wrapped and free of control characters. */
@NullMarked
@NamedInterface("terminal")
package io.tutti.command.terminal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
