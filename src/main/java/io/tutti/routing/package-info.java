/** What a message means: its questions, their intents, and the passages of the company's knowledge that belong to them. */
@NullMarked
@ApplicationModule(allowedDependencies = {"audit", "commit", "failure", "home", "task"})
package io.tutti.routing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
