/** The model inside the hub: it answers with sentences of the evidence that it is given. */
@NullMarked
@ApplicationModule(allowedDependencies = {"check", "provider", "routing"})
package io.tutti.local;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
