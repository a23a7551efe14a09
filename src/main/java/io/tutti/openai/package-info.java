/** The door for programs that speak OpenAI's API: chat completions, responses, embeddings, models. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "access",
            "agent",
            "budget",
            "failure",
            "gate",
            "home",
            "intake",
            "model",
            "provider",
            "routing",
            "task",
            "trace"
        })
package io.tutti.openai;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
