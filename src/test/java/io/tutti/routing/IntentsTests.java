package io.tutti.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tutti.failure.Refused;
import io.tutti.home.WrongSetting;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntentsTests {

    @TempDir
    static Path data;

    private static Intents intents;

    @BeforeAll
    static void learn() {
        intents = SmallIntents.in(data);
    }

    @Test
    void sendsAQuestionWhereItsMeaningBelongs() {
        Match match = intents.classify("support", "Has the parcel with HP-10023 left yet?");

        assertThat(match.intent()).isEqualTo("order-status");
        assertThat(match.to()).isEqualTo("orders");
        assertThat(match.fits()).isTrue();
        assertThat(match.confidence()).isBetween(0.5, 1.0);
    }

    @Test
    void sendsAnIntentWithoutATargetToItsOwnName() {
        assertThat(intents.classify("support", "I would like to send the lamp back")
                        .to())
                .isEqualTo("returns");
    }

    @Test
    void findsThatNothingFitsAndSaysWhatIsNearest() {
        Match match = intents.classify("support", "What is the capital of Spain?");

        assertThat(match.fits()).isFalse();
        assertThat(match.intent()).isEqualTo(Match.NONE);
        assertThat(match.to()).isEqualTo(Match.NONE);
        assertThat(match.nearest()).isIn("order-status", "returns");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "?!", "\uD83D\uDE00", "\u0000"})
    void findsAnAnswerForAnyText(String text) {
        assertThat(intents.classify("support", text).confidence()).isBetween(0.0, 1.0);
    }

    @Test
    void tellsWhatThereIsWhenTheIntentsAreUnknown() {
        assertThatThrownBy(() -> intents.classify("sales", "hello"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("'sales'")
                .hasMessageContaining("[mood, support]");
    }

    @Test
    void learnsTheSameFromTheSameExamples(@TempDir Path other) {
        String text = "my parcel is late";

        assertThat(SmallIntents.in(other).classify("support", text)).isEqualTo(intents.classify("support", text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "intents: {}",
                "intents: {none: {examples: [hello]}}",
                "intents: {a: {examples: []}}",
                "{threshold: 2, intents: {a: {examples: [hello]}}}",
                "{identifiers: {order: '('}, intents: {a: {examples: [hello]}}}"
            })
    void stopsAtAFileThatSaysSomethingImpossible(String yaml) {
        assertThatThrownBy(() -> new Intents(
                        SmallIntents.files(Map.of("bad", yaml)), SmallIntents.home(data), SmallIntents.EMBEDDER))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining("bad.yaml");
    }

    @Test
    void learnsFromASingleExample(@TempDir Path other) {
        var single = new Intents(
                SmallIntents.files(Map.of("one", "intents: {a: {examples: [where is my order]}}")),
                SmallIntents.home(other),
                SmallIntents.EMBEDDER);

        assertThat(single.classify("one", "where is my order").nearest()).isEqualTo("a");
    }
}
