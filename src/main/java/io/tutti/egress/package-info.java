/** Which hosts and addresses the hub may connect to. */
@NullMarked
@ApplicationModule(allowedDependencies = {"failure", "home"})
package io.tutti.egress;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
