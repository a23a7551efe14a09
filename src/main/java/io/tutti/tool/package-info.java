/** Tools: Camel routes of the group tool that flows and agents may call, through one gateway. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "access",
            "audit",
            "broker",
            "commit",
            "egress",
            "failure",
            "home",
            "killswitch",
            "redaction",
            "retention",
            "task"
        })
package io.tutti.tool;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
