package io.tutti.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.commit.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;

/** A call of a run, which the journal may know from a former run. */
final class RecordedCall implements Call {

    private final RunningTask run;
    private final String key;
    private final EntryKind kind;
    private final Optional<JsonNode> recordedOutput;
    private final Instant startedAt;
    private boolean repeated;

    RecordedCall(RunningTask run, String key, EntryKind kind, Instant startedAt) {
        this.run = run;
        this.key = key;
        this.kind = kind;
        this.startedAt = startedAt;
        this.recordedOutput = run.meet(key).map(Entry::output);
        this.repeated = kind == EntryKind.MODEL && run.mayHaveBegun(key);
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public Optional<JsonNode> recorded() {
        return recordedOutput;
    }

    @Override
    public void enter(Exchange exchange) {
        StepPath.of(exchange).intoStep(key).set(exchange);
    }

    @Override
    public void enter(Exchange exchange, String part) {
        StepPath.of(exchange).intoStep(key + "/" + part).set(exchange);
    }

    @Override
    public void markRepeated() {
        repeated = true;
    }

    @Override
    public void record(Outcome outcome) {
        List<Write> rows = new ArrayList<>(outcome.alongside());
        rows.addAll(run.takeAlongside(key));
        var complete = new Outcome(outcome.input(), outcome.output(), outcome.model(), outcome.usage(), rows);
        Entry entry = run.entry(key, kind, Entry.DONE, startedAt, complete, null);
        run.write(kind, repeated ? entry.repeatedOne() : entry, complete);
    }
}
