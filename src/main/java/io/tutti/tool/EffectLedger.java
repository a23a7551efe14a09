package io.tutti.tool;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.audit.AuditAction;
import io.tutti.audit.AuditEvent;
import io.tutti.audit.AuditTrail;
import io.tutti.commit.Write;
import io.tutti.failure.Refused;
import io.tutti.redaction.Telling;
import io.tutti.task.Call;
import io.tutti.task.Suspended;
import io.tutti.task.TaskRun;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/**
 * Sees to it that no effect is repeated blindly: a call is written down before it is made, and one that was written down
 * and never answered is made again only when its tool may be called twice, else a person says what happened. Thread-safe.
 */
@Component
final class EffectLedger {

    private static final String SENT = "sent";

    private final JdbcEffects rows;
    private final ToolTable tools;
    private final Doubt doubt;
    private final AuditTrail audit;
    private final Clock clock;

    EffectLedger(JdbcEffects rows, ToolTable tools, Doubt doubt, AuditTrail audit, Clock clock) {
        this.rows = rows;
        this.tools = tools;
        this.doubt = doubt;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Writes down that the call is made now; returns when that is on disk.
     *
     * @return the result, when a person said that an earlier try had it; then the tool is not to be called
     * @throws Suspended while a person is asked
     */
    Optional<JsonNode> begin(Exchange exchange, TaskRun run, ToolCall asked, Call call) throws Exception {
        Effect effect = tools.traits(asked.tool()).effect();
        if (effect == Effect.READ) {
            return Optional.empty();
        }
        Optional<Sent> before = rows.find(run.taskId(), call.key());
        int doubts = before.map(Sent::doubts).orElse(0);
        if (before.isPresent() && before.get().isUnanswered()) {
            if (!effect.isRepeatable()) {
                Optional<JsonNode> told = doubt.settle(exchange, asked, call, before.get());
                if (told.isPresent()) {
                    return told;
                }
                doubts++;
            }
            call.markRepeated();
        }
        Write row = before.isPresent()
                ? rows.again(run.taskId(), call.key(), doubts, clock.instant())
                : rows.first(run.taskId(), call.key(), asked.tool(), clock.instant());
        run.commit(List.of(row, audit.record(event(run, asked, SENT).about(asked.arguments()))));
        return Optional.empty();
    }

    /** The rows that belong to the result's journal entry. */
    List<Write> done(TaskRun run, ToolCall asked, JsonNode result, Call call, boolean told) {
        return List.of(
                rows.went(run.taskId(), call.key(), Sent.Outcome.DONE, null),
                audit.record(event(run, asked, told ? "told" : "done").about(asked.arguments(), result)));
    }

    /** The record of a call that came to nothing, for the journal entry that says so. */
    Write refused(TaskRun run, ToolCall asked, JsonNode result, String why) {
        Map<String, Object> detail = asked.told("refused");
        detail.put("reason", why);
        return audit.record(new AuditEvent(
                        AuditAction.TOOL_CALLED, run.taskId(), run.principal(), run.tenant(), asked.tool(), detail)
                .about(asked.arguments(), result));
    }

    /**
     * Writes down how a call failed, and asks a person when its effect is in doubt.
     *
     * @throws Exception {@code failure}, or {@link Suspended} while a person is asked
     */
    void failed(Exchange exchange, TaskRun run, ToolCall asked, Call call, Exception failure) throws Exception {
        boolean waits = failure instanceof Suspended;
        boolean inDoubt = !waits
                && !(failure instanceof Refused)
                && !tools.traits(asked.tool()).effect().isRepeatable();
        var outcome = waits ? Sent.Outcome.WAITING : inDoubt ? Sent.Outcome.SENT : Sent.Outcome.REFUSED;
        run.commit(List.of(
                rows.went(
                        run.taskId(),
                        call.key(),
                        outcome,
                        waits ? null : Telling.of(String.valueOf(failure.getMessage()))),
                audit.record(event(run, asked, waits ? "waiting" : inDoubt ? "in doubt" : "failed"))));
        if (inDoubt) {
            doubt.settle(
                    exchange, asked, call, rows.find(run.taskId(), call.key()).orElseThrow());
        }
        throw failure;
    }

    /** Once for each call: with the first of its records. */
    private boolean grantIsTold(ToolCall asked, String outcome) {
        return outcome.equals(SENT) || tools.traits(asked.tool()).effect() == Effect.READ;
    }

    private AuditEvent event(TaskRun run, ToolCall asked, String outcome) {
        return new AuditEvent(
                AuditAction.TOOL_CALLED,
                run.taskId(),
                run.principal(),
                run.tenant(),
                asked.tool(),
                grantIsTold(asked, outcome) ? asked.toldWithGrant(outcome) : asked.told(outcome));
    }
}
