package io.tutti.handoff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tutti.audit.AuditAction;
import io.tutti.audit.AuditEvent;
import io.tutti.audit.AuditTrail;
import io.tutti.broker.Claim;
import io.tutti.broker.ClaimCheck;
import io.tutti.broker.Outbox;
import io.tutti.commit.Write;
import io.tutti.failure.Failpoint;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.home.IdSource;
import io.tutti.task.Call;
import io.tutti.task.EntryKind;
import io.tutti.task.Outcome;
import io.tutti.task.TaskRun;
import io.tutti.task.Usage;
import io.tutti.waiting.Deadlines;
import io.tutti.waiting.Times;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/**
 * The person's part of a flow, called by the route {@code ask-person}. The first time it puts the body, the case, into
 * the inbox and lets the task wait; when the flow comes by again after the decision, the decision becomes the body: a map
 * with {@code decision}, {@code output}, {@code reason} and {@code by}. With the header {@code tuttiDeadline}, a duration,
 * the task waits no longer than that: the item is then out of the inbox, and the decision is {@code expired}.
 * Thread-safe.
 */
@Component("askPerson")
public final class AskPerson {

    private static final String QUEUE = "tutti.inbox";
    private static final String DEADLINE = "tuttiDeadline";
    private static final String DECISION = "decision";
    private static final String EXPIRED = "expired";

    private final JdbcInbox inbox;
    private final ClaimCheck payloads;
    private final AuditTrail audit;
    private final Outbox outbox;
    private final Deadlines deadlines;
    private final IdSource ids;
    private final Clock clock;
    private final ObjectMapper json;

    AskPerson(
            JdbcInbox inbox,
            ClaimCheck payloads,
            AuditTrail audit,
            Outbox outbox,
            Deadlines deadlines,
            IdSource ids,
            Clock clock,
            ObjectMapper json) {
        this.inbox = inbox;
        this.payloads = payloads;
        this.audit = audit;
        this.outbox = outbox;
        this.deadlines = deadlines;
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
            put(exchange, run, call);
            Failpoint.HANDED_OFF.reach();
            throw run.suspend(call);
        }
        if (asked.get().decision() == null) {
            return expired(run, call, asked.get());
        }
        return decided(run, call, asked.get());
    }

    private JsonNode decided(TaskRun run, Call call, InboxItem item) {
        ObjectNode decision = json.createObjectNode();
        decision.put(DECISION, item.decision());
        decision.set("output", item.output());
        decision.put("reason", item.reason());
        decision.put("by", item.decidedBy());
        record(call, item, decision, List.of(deadlines.clear(run, call)));
        return decision;
    }

    private JsonNode expired(TaskRun run, Call call, InboxItem item) {
        if (!deadlines.isOver(run, call)) {
            throw run.suspend(call);
        }
        ObjectNode decision = json.createObjectNode().put(DECISION, EXPIRED);
        try {
            record(
                    call,
                    item,
                    decision,
                    List.of(
                            inbox.expire(item),
                            deadlines.clear(run, call),
                            audit.record(event(AuditAction.HANDOFF_EXPIRED, run, item))));
            return decision;
        } catch (Refused e) {
            var late = inbox.find(item.id()).filter(found -> found.decision() != null);
            return decided(run, call, late.orElseThrow(() -> e));
        }
    }

    private static void record(Call call, InboxItem item, JsonNode decision, List<Write> rows) {
        call.record(new Outcome(item.handedCase(), decision, null, Usage.NONE, rows));
    }

    private void put(Exchange exchange, TaskRun run, Call call) {
        JsonNode handedCase = json.valueToTree(exchange.getMessage().getBody());
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
        List<Write> rows = new ArrayList<>();
        inbox.insert(item, rows);
        rows.add(audit.record(event(AuditAction.HANDED_OFF, run, item).about(item.handedCase())));
        Claim message = payloads.message(run.taskId(), json.valueToTree(item), rows);
        rows.add(outbox.toQueue(QUEUE, message, Map.of("tuttiTaskId", run.taskId())));
        String deadline = exchange.getMessage().getHeader(DEADLINE, String.class);
        if (deadline != null) {
            rows.add(deadlines.set(run, call, Times.duration("The header " + DEADLINE, deadline)));
        }
        run.commit(rows);
    }

    private static AuditEvent event(AuditAction action, TaskRun run, InboxItem item) {
        String reason = item.handedCase().path("reason").asText("");
        return new AuditEvent(action, run.taskId(), run.principal(), run.tenant(), item.id(), Map.of("reason", reason));
    }
}
