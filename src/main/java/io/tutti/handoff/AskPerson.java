package io.tutti.handoff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tutti.audit.AuditAction;
import io.tutti.audit.AuditEvent;
import io.tutti.audit.AuditTrail;
import io.tutti.broker.Outbox;
import io.tutti.failure.Failpoint;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.home.IdSource;
import io.tutti.task.Call;
import io.tutti.task.EntryKind;
import io.tutti.task.Outcome;
import io.tutti.task.TaskRun;
import io.tutti.task.Usage;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/**
 * The person's part of a flow, called by the route {@code ask-person}. The first time it puts the body, the case, into
 * the inbox and lets the task wait; when the flow comes by again after the decision, the decision becomes the body: a map
 * with {@code decision}, {@code output}, {@code reason} and {@code by}. Thread-safe.
 */
@Component("askPerson")
public final class AskPerson {

    private static final String QUEUE = "tutti.inbox";

    private final JdbcInbox inbox;
    private final AuditTrail audit;
    private final Outbox outbox;
    private final IdSource ids;
    private final Clock clock;
    private final ObjectMapper json;

    AskPerson(JdbcInbox inbox, AuditTrail audit, Outbox outbox, IdSource ids, Clock clock, ObjectMapper json) {
        this.inbox = inbox;
        this.audit = audit;
        this.outbox = outbox;
        this.ids = ids;
        this.clock = clock;
        this.json = json;
    }

    /**
     * Asks, or answers with the decision.
     *
     * @throws Refused outside a task
     */
    public void ask(Exchange exchange) {
        TaskRun run = TaskRun.of(exchange)
                .orElseThrow(
                        () -> new Refused(
                                Reason.UNFIT,
                                "direct:ask-person was called outside a task; only a flow that runs as a task can wait for a person."));
        Call call = run.call(exchange, EntryKind.HANDOFF);
        JsonNode decision = call.recorded().orElseGet(() -> decision(exchange, run, call));
        exchange.getMessage().setBody(json.convertValue(decision, Map.class));
    }

    private JsonNode decision(Exchange exchange, TaskRun run, Call call) {
        var asked = inbox.find(run.taskId(), call.key());
        if (asked.isEmpty()) {
            put(run, call, json.valueToTree(exchange.getMessage().getBody()));
            Failpoint.HANDED_OFF.reach();
            throw run.suspend(call);
        }
        InboxItem item = asked.get();
        if (item.decision() == null) {
            throw run.suspend(call);
        }
        ObjectNode decision = json.createObjectNode();
        decision.put("decision", item.decision());
        decision.set("output", item.output());
        decision.put("reason", item.reason());
        decision.put("by", item.decidedBy());
        call.record(new Outcome(item.handedCase(), decision, null, Usage.NONE, List.of()));
        return decision;
    }

    private void put(TaskRun run, Call call, JsonNode handedCase) {
        var item = new InboxItem(
                ids.next(),
                run.taskId(),
                call.key(),
                run.tenant(),
                run.flow(),
                InboxItem.OPEN,
                handedCase,
                null,
                null,
                null,
                null,
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                null);
        run.commit(List.of(
                inbox.insert(item),
                audit.record(new AuditEvent(
                        AuditAction.HANDED_OFF,
                        run.taskId(),
                        run.principal(),
                        run.tenant(),
                        item.id(),
                        Map.of("reason", handedCase.path("reason").asText("")))),
                outbox.toQueue(QUEUE, json.valueToTree(item).toString(), Map.of("tuttiTaskId", run.taskId()))));
    }
}
