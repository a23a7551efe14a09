/** What is looked at before the hub opens its doors. */
@NullMarked
@ApplicationModule(allowedDependencies = {"home"})
package io.tutti.selfcheck;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
