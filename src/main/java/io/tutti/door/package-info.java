/** The HTTP API. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "access",
            "audit",
            "budget",
            "commit",
            "cost",
            "failure",
            "gate",
            "handoff",
            "home",
            "killswitch",
            "intake",
            "mcp",
            "model",
            "proof",
            "recovery",
            "task",
            "waiting",
            "trace"
        })
package io.tutti.door;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
