/** Agents: instructions, a pool, tools and limits, and the loop in which a model calls tools until it has an answer. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "access",
            "audit",
            "commit",
            "failure",
            "home",
            "killswitch",
            "mcp",
            "model",
            "task",
            "tool"
        })
package io.tutti.agent;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
