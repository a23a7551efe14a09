/** Dead letters: tasks that ran out of ways, and their redrive. */
@NullMarked
@ApplicationModule(allowedDependencies = {"audit", "broker", "commit", "failure", "home", "retention", "task"})
package io.tutti.recovery;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
