package io.tutti.model;

import io.tutti.audit.AuditTrail;
import io.tutti.commit.Commits;
import io.tutti.commit.Write;
import io.tutti.cost.Costs;
import io.tutti.failure.Refused;
import io.tutti.failure.Unavailable;
import io.tutti.task.Call;
import io.tutti.task.Outcome;
import io.tutti.task.TaskRun;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Exchange;

/** Writes down what a gateway call did: in the task's journal, outside a task in the audit trail alone. */
final class Ledger {

    private final AuditTrail audit;
    private final Costs costs;
    private final Commits commits;

    Ledger(AuditTrail audit, Costs costs, Commits commits) {
        this.audit = audit;
        this.costs = costs;
        this.commits = commits;
    }

    /**
     * Writes the answered call with its audit records.
     *
     * @throws Refused when the task was cancelled or taken over by another hub
     * @throws Unavailable when the database does not answer
     */
    void answered(Exchange exchange, ModelCall call, Reply reply) {
        Optional<Call> entry = call.entry();
        if (entry.isEmpty()) {
            write(exchange, rows(call));
            return;
        }
        entry.get()
                .record(new Outcome(
                        call.request().shown(),
                        reply.toJson(),
                        reply.model(),
                        call.account().usage(),
                        rows(call)));
    }

    /** Writes the audit records of a call without an answer; the task's journal keeps its place free. */
    void failed(Exchange exchange, ModelCall call) {
        write(exchange, rows(call));
    }

    private List<Write> rows(ModelCall call) {
        return Stream.concat(
                        call.account().events().stream().map(audit::record),
                        call.account().costs().stream().map(costs::record))
                .toList();
    }

    private void write(Exchange exchange, List<Write> rows) {
        if (rows.isEmpty()) {
            return;
        }
        TaskRun.of(exchange).ifPresentOrElse(run -> run.commit(rows), () -> commits.commit(rows));
    }
}
