/** How long ended tasks are kept, and their deletion. */
@NullMarked
@ApplicationModule(allowedDependencies = {"audit", "commit", "failure"})
package io.tutti.retention;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
