/** What a person sees: aligned, wrapped and free of control characters. */
@NullMarked
package io.tutti.command.terminal;

import org.jspecify.annotations.NullMarked;
