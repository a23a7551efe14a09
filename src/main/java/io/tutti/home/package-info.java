/** Where the hub's data, routes, connectors and configuration lie, and its secrets. */
@NullMarked
@ApplicationModule(allowedDependencies = {"failure"})
package io.tutti.home;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
