/** What calls of models cost, by whom and for what. */
@NullMarked
@ApplicationModule(allowedDependencies = {"commit", "failure", "trace"})
package io.tutti.cost;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
