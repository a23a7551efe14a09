/** Work for people: the inbox, and the decisions that let tasks go on. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"audit", "broker", "commit", "failure", "home", "retention", "task", "waiting"})
package io.tutti.handoff;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
