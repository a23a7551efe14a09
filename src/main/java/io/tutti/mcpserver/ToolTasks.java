package io.tutti.mcpserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.tutti.access.Caller;
import io.tutti.access.Guard;
import io.tutti.failure.Failure;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.intake.Admit;
import io.tutti.task.NewTask;
import io.tutti.task.Reply;
import io.tutti.task.Task;
import io.tutti.task.Tasks;
import io.tutti.trace.Trace;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Makes a task of each call, so that it has its caller's rights, a journal, budgets and approvals, and tells what came of
 * it. What is not done in time goes on; {@code task_result} tells of it. Thread-safe.
 */
@Component
final class ToolTasks {

    /** Clients made with the protocol's own TypeScript library give up after 60 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(50);

    /** As the hub sends it to other servers, and takes it from them: the same key is the same task. */
    private static final String KEY = "io.tutti/idempotencyKey";

    private final OfferedTools tools;
    private final Admit admit;
    private final Tasks tasks;
    private final Guard guard;
    private final ObjectMapper json;

    ToolTasks(OfferedTools tools, Admit admit, Tasks tasks, Guard guard, ObjectMapper json) {
        this.tools = tools;
        this.admit = admit;
        this.tasks = tasks;
        this.guard = guard;
        this.json = json;
    }

    /** A refusal is an answer too: models read it and may do better. */
    CallToolResult call(Caller caller, @Nullable Trace trace, CallToolRequest call) throws InterruptedException {
        try {
            JsonNode arguments = json.valueToTree(Objects.requireNonNullElse(call.arguments(), Map.of()));
            if (call.name().equals(OfferedTools.TASK_RESULT)) {
                guard.require(caller, OfferedTools.READ_TASKS);
                String tenant = caller.isAdmin() ? null : caller.tenant();
                return told(tasks.require(arguments.path("task").asText(), tenant));
            }
            NewTask asked = asked(caller, trace, call, arguments);
            return told(tasks.await(admit.one(asked, caller).task().id(), PATIENCE));
        } catch (Failure e) {
            return failed(e.getMessage());
        }
    }

    private NewTask asked(Caller caller, @Nullable Trace trace, CallToolRequest call, JsonNode arguments) {
        Optional<String> tool = tools.toolNamed(call.name());
        String key = key(call);
        if (tool.isPresent()) {
            ObjectNode input = JsonNodeFactory.instance.objectNode().put("tool", tool.get());
            input.set("arguments", arguments);
            return task(caller, trace, OfferedTools.ASK_TOOL, input, null, key);
        }
        JsonNode input = arguments.path("input");
        if (input.isMissingNode() || input.isNull()) {
            throw new Refused(Reason.BAD_INPUT, "Tool '%s' was called without \"input\".".formatted(call.name()));
        }
        String flow = call.name().substring(OfferedTools.FLOW.length());
        return task(caller, trace, flow, input, text(arguments, "conversation", null), text(arguments, "key", key));
    }

    private static @Nullable String text(JsonNode arguments, String name, @Nullable String otherwise) {
        JsonNode value = arguments.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isTextual()) {
            throw new Refused(Reason.BAD_INPUT, "The argument \"%s\" must be a text.".formatted(name));
        }
        return value.textValue();
    }

    private static @Nullable String key(CallToolRequest call) {
        Object key = call.meta() == null ? null : call.meta().get(KEY);
        return key instanceof String text ? text : null;
    }

    private static NewTask task(
            Caller caller,
            @Nullable Trace trace,
            String flow,
            JsonNode input,
            @Nullable String conversation,
            @Nullable String key) {
        return new NewTask(
                flow, input, conversation, key, caller.principal(), caller.tenant(), new Reply.Nowhere(), trace);
    }

    private CallToolResult told(Task task) {
        return switch (task.status()) {
            case COMPLETED -> done(task.output());
            case WAITING -> later(task, "waits for a person, a time or another system");
            case RUNNING -> later(task, "still runs");
            case FAILED ->
                failed(task.error() == null ? "It failed." : task.error().message());
            case CANCELLED -> failed("Task " + task.id() + " was cancelled.");
        };
    }

    private CallToolResult done(@Nullable JsonNode output) {
        CallToolResult.Builder result = CallToolResult.builder();
        if (output == null || output.isNull()) {
            return result.addTextContent("").build();
        }
        if (output.isObject()) {
            result.structuredContent(json.convertValue(output, Object.class));
        }
        return result.addTextContent(output.isTextual() ? output.textValue() : output.toString())
                .build();
    }

    private static CallToolResult later(Task task, String why) {
        return CallToolResult.builder()
                .addTextContent("Task %s %s, and goes on by itself. Call %s with it to see what came of it."
                        .formatted(task.id(), why, OfferedTools.TASK_RESULT))
                .build();
    }

    private static CallToolResult failed(String why) {
        return CallToolResult.builder().isError(true).addTextContent(why).build();
    }
}
