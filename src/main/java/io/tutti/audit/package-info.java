/** What happened: audit records, written with their change and sealed in batches. */
@NullMarked
@ApplicationModule(allowedDependencies = {"broker", "commit", "failure", "home", "redaction"})
package io.tutti.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
