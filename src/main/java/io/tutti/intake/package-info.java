/** Three doors, one intake: what arrives by queue, file or HTTP becomes a task or is refused with its reason. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "access",
            "audit",
            "broker",
            "commit",
            "failure",
            "gate",
            "home",
            "killswitch",
            "task",
            "handoff",
            "waiting",
            "trace"
        })
package io.tutti.intake;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
