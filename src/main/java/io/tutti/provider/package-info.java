/** How to reach a model's endpoint, and what goes wrong there: one call, one attempt. */
@NullMarked
@ApplicationModule(allowedDependencies = {"egress", "failure", "home", "redaction", "trace"})
package io.tutti.provider;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
