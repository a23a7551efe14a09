/** The models, their pools, and the gateway through which every model call goes. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "access",
            "audit",
            "budget",
            "check",
            "commit",
            "cost",
            "egress",
            "failure",
            "home",
            "killswitch",
            "local",
            "provider",
            "redaction",
            "routing",
            "task",
            "trace"
        })
package io.tutti.model;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
