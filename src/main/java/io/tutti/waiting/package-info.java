/** What a task waits for besides people: a time, or a callback of another system; and how long it waits at most. */
@NullMarked
@ApplicationModule(allowedDependencies = {"audit", "broker", "commit", "failure", "home", "retention", "task", "trace"})
package io.tutti.waiting;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
