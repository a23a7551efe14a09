package io.tutti.door;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tutti.access.Caller;
import io.tutti.cost.Costs;
import io.tutti.cost.ModelCost;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.model.ModelInfo;
import io.tutti.model.Models;
import io.tutti.task.Task;
import io.tutti.task.TaskStatus;
import io.tutti.task.Tasks;
import io.tutti.trace.Trace;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The spans of a trace, over HTTP: each task, and each call of a model with the attributes that OpenTelemetry's
 * conventions for generative AI name (semantic conventions 1.37).
 */
@RestController
final class TraceApi {

    private static final String ID = "[0-9a-f]{32}";
    private static final int DAYS = 2;
    private static final int MICRO = 6;

    private final Tasks tasks;
    private final Costs costs;
    private final Models models;
    private final Rights rights;
    private final Clock clock;

    TraceApi(Tasks tasks, Costs costs, Models models, Rights rights, Clock clock) {
        this.tasks = tasks;
        this.costs = costs;
        this.models = models;
        this.rights = rights;
        this.clock = clock;
    }

    @GetMapping("/api/traces/{id}")
    List<ObjectNode> spans(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @AuthenticationPrincipal Caller caller) {
        rights.require(caller, Rights.READ_TRACES);
        if (!id.matches(ID)) {
            throw new Refused(
                    Reason.BAD_INPUT,
                    "A trace was asked for whose id is not 32 hexadecimal digits in small letters; a task shows its own"
                            + " as \"trace\".");
        }
        String tenant = rights.tenant(caller);
        List<Task> ofTrace = tasks.ofTrace(id, tenant);
        LocalDate today = day(clock.instant());
        LocalDate first = from == null
                ? ofTrace.stream()
                        .map(task -> day(task.createdAt()))
                        .min(LocalDate::compareTo)
                        .orElse(today.minusDays(DAYS - 1L))
                : Days.parse("from", from);
        LocalDate last = to == null ? today : Days.parse("to", to);
        List<ObjectNode> spans = new ArrayList<>();
        ofTrace.forEach(task -> spans.add(span(task)));
        costs.calls(id, ofTrace.stream().map(Task::id).toList(), tenant, first, last)
                .forEach(call -> spans.add(span(id, call)));
        return spans;
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    private static ObjectNode span(Task task) {
        ObjectNode span = span(
                task.trace().id(),
                Trace.span(task.id()),
                task.trace().parent(),
                "flow " + task.flow(),
                task.createdAt(),
                task.endedAt(),
                task.status() == TaskStatus.FAILED ? "error" : "ok");
        span.putObject("attributes")
                .put("tutti.task", task.id())
                .put("tutti.flow", task.flow())
                .put("tutti.tenant", task.tenant())
                .put("tutti.status", task.status().name())
                .put("tutti.cost.usd", task.cost().usd());
        return span;
    }

    private ObjectNode span(String id, ModelCost call) {
        boolean isAnswered = call.outcome().equals("answered");
        Optional<ModelInfo> model = models.list().stream()
                .filter(info -> info.name().equals(call.model()))
                .findFirst();
        String asked = model.map(ModelInfo::model).orElse(call.model());
        ObjectNode span = span(
                id,
                Trace.digits(call.span()),
                call.task() == null ? parent(call) : Trace.span(call.task()),
                "chat " + asked,
                call.started(),
                call.started().plusMillis(call.millis()),
                isAnswered ? "ok" : "error");
        ObjectNode attributes = span.putObject("attributes")
                .put("gen_ai.operation.name", "chat")
                .put("gen_ai.provider.name", model.map(ModelInfo::provider).orElse(null))
                .put("gen_ai.request.model", asked)
                .put("gen_ai.usage.input_tokens", call.inputTokens())
                .put("gen_ai.usage.output_tokens", call.outputTokens())
                .put("gen_ai.usage.cache_read.input_tokens", call.cachedTokens());
        if (!isAnswered) {
            attributes.put("error.type", call.outcome());
        }
        if (call.firstMillis() != null) {
            attributes.put("tutti.first_chunk.ms", call.firstMillis());
        }
        attributes
                .put("tutti.model", call.model())
                .put("tutti.pool", call.pool())
                .put("tutti.tenant", call.tenant())
                .put("tutti.task", call.task())
                .put(
                        "tutti.cost.usd",
                        BigDecimal.valueOf(call.microDollars(), MICRO).toPlainString());
        return span;
    }

    private static @Nullable String parent(ModelCost call) {
        return call.trace() == null ? null : call.trace().parent();
    }

    private static ObjectNode span(
            String trace,
            String span,
            @Nullable String parent,
            String name,
            Instant start,
            @Nullable Instant end,
            String status) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("traceId", trace)
                .put("spanId", span)
                .put("parentSpanId", parent)
                .put("name", name)
                .put("kind", name.startsWith("chat ") ? "client" : "internal")
                .put("startTime", start.toString())
                .put("endTime", end == null ? null : end.toString())
                .put("status", status);
    }
}
