/** The definitions of flows: what they are now, and those that tasks began with, kept by hash and run beside the present ones. */
@NullMarked
@ApplicationModule(allowedDependencies = {"audit", "commit", "failure", "home", "rules"})
package io.tutti.definition;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
