/** What is looked at before the hub opens its doors. */
@NullMarked
@ApplicationModule(allowedDependencies = {"audit", "commit", "home"})
package io.tutti.selfcheck;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
