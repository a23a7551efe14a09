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
        call.account().about(reply.model(), call.request().shown(), reply.toJson());
        List<Write> rows = rows(call);
        if (entry.isEmpty()) {
            commits.commit(rows);
            return;
        }
        orAlone(
                rows,
                () -> entry.get()
                        .record(new Outcome(
                                call.request().shown(),
                                reply.toJson(),
                                reply.model(),
                                call.account().usage(),
                                rows)));
    }

    /** Writes the audit records of a call without an answer; the task's journal keeps its place free. */
    void failed(Exchange exchange, ModelCall call) {
        List<Write> rows = rows(call);
        if (rows.isEmpty()) {
            return;
        }
        TaskRun.of(exchange).ifPresentOrElse(run -> orAlone(rows, () -> run.commit(rows)), () -> commits.commit(rows));
    }

    /** A call whose task was cancelled or taken over meanwhile was made all the same, and cost what it cost. */
    private void orAlone(List<Write> rows, Runnable withTask) {
        try {
            withTask.run();
        } catch (Refused e) {
            commits.commit(rows);
            throw e;
        }
    }

    private List<Write> rows(ModelCall call) {
        Account account = call.account();
        return Stream.of(
                        account.events().stream().map(audit::record),
                        account.costs().stream().map(costs::record),
                        account.settle().stream())
                .flatMap(rows -> rows)
                .toList();
    }
}
