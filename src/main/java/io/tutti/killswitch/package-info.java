/** Kill switches: what an operator stops at once, on all hubs, until it is switched on again. */
@NullMarked
@ApplicationModule(allowedDependencies = {"audit", "commit", "failure"})
package io.tutti.killswitch;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
