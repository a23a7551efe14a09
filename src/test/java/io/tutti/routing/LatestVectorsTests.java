package io.tutti.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatestVectorsTests {

    private final LatestVectors latest = new LatestVectors(100);
    private final List<String> computed = new ArrayList<>();

    private float[] ask(String text) {
        return latest.get(text, asked -> {
            computed.add(asked);
            return new float[] {asked.length()};
        });
    }

    @Test
    void keepsNewTextsThroughTheirStepsThoughOldOnesWereAskedForAsOften() {
        for (int batch = 0; batch < 20; batch++) {
            for (int step = 0; step < 3; step++) {
                for (int question = 0; question < 50; question++) {
                    ask("question " + batch + "/" + question);
                }
            }
        }

        assertThat(computed).hasSize(20 * 50).doesNotHaveDuplicates();
    }

    @Test
    void keepsWhatEveryQuestionIsComparedWith() {
        for (int question = 0; question < 1_000; question++) {
            ask("question " + question);
            ask("passage");
        }

        assertThat(computed).hasSize(1_001);
    }

    @Test
    void computesAgainWhatWasForgotten() {
        for (int question = 0; question <= 100; question++) {
            ask("question " + question);
        }

        assertThat(ask("question 0")).containsExactly("question 0".length());
        assertThat(computed).hasSize(102);
    }
}
