/** The two families of failure: what is refused and what is unavailable. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.tutti.failure;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
