/** The command line: small programs that talk to a hub, or check a stopped one, without starting Spring. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"access", "agent", "audit", "budget", "failure", "home", "model", "routing", "rules"})
package io.tutti.command;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
