/** Tasks, their journal, and how a task goes on after a crash. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "audit",
            "broker",
            "commit",
            "definition",
            "failure",
            "gate",
            "home",
            "redaction",
            "retention",
            "trace"
        })
package io.tutti.task;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
