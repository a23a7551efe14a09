package io.tutti.command.submit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tutti.command.hub.HubClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/tasks}. */
record HttpDoor(HubClient hub) implements Door {

    @Override
    public Receipt send(Submission submission) {
        var body = JsonNodeFactory.instance.objectNode();
        body.put("flow", submission.flow());
        body.set("input", submission.input());
        if (submission.conversation() != null) {
            body.put("conversation", submission.conversation());
        }
        if (submission.key() != null) {
            body.put("key", submission.key());
        }
        Map<String, @Nullable Object> query = new HashMap<>();
        query.put("wait", words(submission.patience()));
        return new Receipt.Task(hub.post("/api/tasks", query, body, submission.patience()));
    }

    private static @Nullable String words(Duration wait) {
        if (wait.isZero()) {
            return null;
        }
        return wait.toMillis() % 1000 == 0 ? wait.toSeconds() + "s" : wait.toMillis() + "ms";
    }
}
