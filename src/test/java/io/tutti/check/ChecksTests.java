package io.tutti.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChecksTests {

    private final Checks checks =
            new Checks(List.of(new NotEmpty(), new NotRefusal(), new Confident(), new Grounded()));

    @Test
    void judgesInTheOrderOfTheNames() {
        var verdicts = checks.judge(List.of("not-empty", "confident"), answer("Fine.", 0.4));

        assertThat(verdicts).containsOnlyKeys("not-empty", "confident");
        assertThat(verdicts.get("not-empty").passed()).isTrue();
        assertThat(verdicts.get("confident").reason()).isEqualTo("its confidence is 0.40 and the limit is 0.50");
    }

    @Test
    void saysWhichChecksThereAre() {
        assertThatThrownBy(() -> checks.judge(List.of("polite"), answer("Fine.", 1)))
                .hasMessageContaining("polite")
                .hasMessageContaining("[confident, grounded, not-empty, not-refusal]");
    }

    @ParameterizedTest
    @CsvSource({"0.5, true", "0.4999, false", "1, true", "0, false"})
    void isConfidentFromTheLimitOn(double confidence, boolean passed) {
        assertThat(new Confident().check(answer("Fine.", confidence)).passed()).isEqualTo(passed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n", "...", "—"})
    void takesSignsForEmpty(String text) {
        assertThat(new NotEmpty().check(answer(text, 1)).passed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I'm sorry, but I can't help with that.",
                "I cannot answer this question.",
                "As an AI language model, I have no opinion.",
                "I have no information about this.",
                "I don’t have any information on that order.",
                "We are unable to provide that.",
                "The provided context does not mention a refund.",
                "I don't know."
            })
    void seesARefusal(String text) {
        assertThat(new NotRefusal().check(answer(text, 1)).passed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I'm sorry, but your order is delayed.",
                "You cannot return opened software.",
                "We do not ship to Norway.",
                "If you do not know your number, look at the invoice."
            })
    void takesABadAnswerForNoRefusal(String text) {
        assertThat(new NotRefusal().check(answer(text, 1)).passed()).isTrue();
    }

    private static Answer answer(String text, double confidence) {
        return new Answer("What?", List.of(), text, confidence, 0.5);
    }
}
