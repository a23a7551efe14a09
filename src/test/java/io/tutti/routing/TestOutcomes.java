package io.tutti.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Graded answers for tests of other features. */
public final class TestOutcomes {

    private final List<Outcomes.Row> rows = new ArrayList<>();

    /** One graded answer. */
    public TestOutcomes add(String prompt, String model, boolean isGood) {
        rows.add(new Outcomes.Row(prompt, model, isGood));
        return this;
    }

    /** What is learned of them. */
    public Outcomes learn(Function<String, float[]> embed) {
        return Outcomes.learn(rows, texts -> texts.stream().map(embed).toArray(float[][]::new));
    }
}
