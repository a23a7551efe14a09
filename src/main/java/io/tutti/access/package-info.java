/** Who asks, and what they may do. */
@NullMarked
@ApplicationModule(allowedDependencies = {"audit", "commit", "failure", "home"})
package io.tutti.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
