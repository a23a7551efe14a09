package io.tutti.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tutti.home.Home;
import io.tutti.home.WrongSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Thresholds of intents, and examples from CSV files. */
class CalibrationTests {

    @TempDir
    Path config;

    @Test
    void learnsTheThresholdUnderWhichTheShareToBeRefusedLies() {
        List<Double> many =
                IntStream.rangeClosed(1, 100).mapToObj(i -> i / 100.0).toList();
        List<Double> few = List.of(0.9, 0.95);

        double[] thresholds = new Thresholds(0.5, true, 0.05).of(List.of(many, few));

        assertThat(thresholds[0]).isEqualTo(0.05);
        assertThat(thresholds[1]).as("from all, as it has few of its own").isEqualTo(0.06);
        assertThat(Thresholds.fixed(0.7).of(List.of(many, few))).containsExactly(0.7, 0.7);
        assertThat(new Thresholds(0.5, true, 0).of(List.of(many))).containsExactly(0.01);
    }

    @Test
    void takesAnIntentsOwnThreshold() throws IOException {
        Intents intents = intents("""
                threshold: 0
                intents:
                  order-status: {examples: [where is my order, track my package], threshold: 1}
                  returns: {examples: [I want to return this, how do I send it back]}
                """);

        assertThat(intents.classify("it", "where is my parcel").fits()).isFalse();
        assertThat(intents.classify("it", "where is my parcel").threshold()).isEqualTo(1);
        assertThat(intents.classify("it", "may I send this back").intent()).isEqualTo("returns");
    }

    @Test
    void takesExamplesFromACsvFile() throws IOException {
        write(
                "bank.csv",
                "text,category\nmy card was stolen,lost_card\nsomebody took my card,lost_card\n"
                        + "how do I change my PIN,change_pin\nI want a new PIN,change_pin\n");
        Intents intents = intents("""
                examples-from: bank.csv
                threshold: 0
                intents:
                  change_pin: {to: cards, examples: ["forgot my PIN, need another one"]}
                """);

        assertThat(intents.classify("it", "they stole my card").to()).isEqualTo("lost_card");
        assertThat(intents.classify("it", "another PIN please").to()).isEqualTo("cards");
    }

    @Test
    void readsManyTextsAtOnceInTheirOrder() throws IOException {
        Intents intents = intents("""
                threshold: auto
                intents:
                  order-status: {examples: [where is my order, track my package, when does my parcel arrive]}
                  returns: {examples: [I want to return this, how do I send it back, return label]}
                """);
        List<String> texts = List.of("track my parcel", "may I send this back", "track my order");

        List<Match> matches = intents.classifyAll("it", texts);

        assertThat(matches)
                .isEqualTo(
                        texts.stream().map(text -> intents.classify("it", text)).toList());
        assertThat(matches).extracting(Match::nearest).containsExactly("order-status", "returns", "order-status");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {threshold: sometimes, intents: {a: {examples: [hello]}}}           | 'threshold' is sometimes, expected 0 to 1
            {intents: {a: {threshold: 2, examples: [hello]}}}                   | 'threshold' of 'a' is 2, expected 0 to 1
            {threshold: auto, refuse: 1, intents: {a: {examples: [hello]}}}     | 'refuse' is 1.0, expected a share from 0 to below 1
            {refuse: 0.1, intents: {a: {examples: [hello]}}}                    | 'refuse' is for 'threshold: auto'; write that, or leave it out
            {examples-from: ../secret.csv}                                      | 'examples-from' is '../secret.csv', expected the name of a CSV file beside this one
            {examples-from: gone.csv}                                           | 'examples-from' is 'gone.csv', and there is no such file beside this one
            {examples-from: narrow.csv}                                         | expected two columns: text,category
            """)
    void refuses(String yaml, String message) throws IOException {
        write("narrow.csv", "only one column\n");

        assertThatThrownBy(() -> intents(yaml)).isInstanceOf(WrongSetting.class).hasMessageContaining(message);
    }

    private void write(String name, String content) throws IOException {
        Files.createDirectories(config.resolve("intents"));
        Files.writeString(config.resolve("intents").resolve(name), content);
    }

    private Intents intents(String yaml) {
        return new Intents(
                SmallIntents.files(Map.of("it", yaml)),
                new Home(config.resolve("data"), List.of(), List.of(), List.of(config)),
                SmallIntents.EMBEDDER);
    }
}
