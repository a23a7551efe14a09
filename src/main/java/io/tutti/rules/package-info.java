/** What routes, connectors and configuration must look like, and how a running hub takes changed routes. */
@NullMarked
@ApplicationModule(allowedDependencies = {"audit", "commit", "failure", "home"})
package io.tutti.rules;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
