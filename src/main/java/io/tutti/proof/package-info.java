/** Holds what is kept of a task against what the audit trail says of it. */
@NullMarked
@ApplicationModule(allowedDependencies = {"audit", "failure", "task"})
package io.tutti.proof;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
