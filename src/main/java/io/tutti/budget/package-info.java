/** Who may spend how much: what a call may cost at most is reserved before it, and what it did cost is settled after. */
@NullMarked
@ApplicationModule(allowedDependencies = {"audit", "commit", "failure", "home", "task"})
package io.tutti.budget;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
