/** Finds what identifies people in a text, takes it out, and puts it back. */
@NullMarked
@ApplicationModule(allowedDependencies = {"failure", "home"})
package io.tutti.redaction;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
