package io.tutti.task;

import java.util.concurrent.atomic.LongAdder;

/** What a task's calls have used so far, with those of its present run. Thread-safe. */
final class Spending {

    private final LongAdder microDollars = new LongAdder();
    private final LongAdder inputTokens = new LongAdder();
    private final LongAdder outputTokens = new LongAdder();
    private final LongAdder modelCalls = new LongAdder();
    private final LongAdder toolCalls = new LongAdder();

    Spending(Task.Cost before) {
        add(before);
    }

    void add(Task.Cost cost) {
        microDollars.add(cost.microDollars());
        inputTokens.add(cost.inputTokens());
        outputTokens.add(cost.outputTokens());
        modelCalls.add(cost.modelCalls());
        toolCalls.add(cost.toolCalls());
    }

    Task.Cost sum() {
        return Task.Cost.of(
                microDollars.sum(), inputTokens.sum(), outputTokens.sum(), modelCalls.intValue(), toolCalls.intValue());
    }
}
