/** The undos of finished steps: how Camel's Saga EIP declares them, and how they are done when a task ends otherwise than well. */
@NullMarked
@ApplicationModule(allowedDependencies = {"audit", "commit", "failure", "retention", "task", "trace"})
package io.tutti.saga;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
