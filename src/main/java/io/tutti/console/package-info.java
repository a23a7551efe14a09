/** Pages for the people who operate the hub: login and the Hawtio console. */
@NullMarked
@ApplicationModule(allowedDependencies = {"access", "audit", "commit", "failure", "home", "killswitch"})
package io.tutti.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
