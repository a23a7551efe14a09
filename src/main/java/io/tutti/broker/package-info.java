/** The message broker, embedded or outside, and the outbox that feeds it. */
@NullMarked
@ApplicationModule(allowedDependencies = {"commit", "failure", "gate", "home"})
package io.tutti.broker;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
