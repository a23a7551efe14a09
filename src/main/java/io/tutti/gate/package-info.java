/** Whether the hub takes new work: not while it is drained or stops, nor while its disk is nearly full. */
@NullMarked
@ApplicationModule(allowedDependencies = {"failure", "home"})
package io.tutti.gate;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
