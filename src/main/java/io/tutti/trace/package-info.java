/** By which id what belongs together is found, in this hub and in the systems before and behind it. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.tutti.trace;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
