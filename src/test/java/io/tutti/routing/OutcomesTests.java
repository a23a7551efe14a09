package io.tutti.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tutti.home.WrongSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomesTests {

    private static final Embedder EMBEDDER = new Embedder();
    private static final List<String> EASY = List.of(
            "Where is my parcel?",
            "When will my order arrive?",
            "Has my package been shipped?",
            "What is the status of my delivery?",
            "Track my order, please.");
    private static final List<String> HARD = List.of(
            "Prove that the square root of two is irrational.",
            "Solve this differential equation step by step.",
            "Derive the closed form of this recurrence.",
            "Find the eigenvalues of this matrix.",
            "Integrate this rational function.");

    @TempDir
    private Path directory;

    @Test
    void tellsWhatACheapModelIsGoodEnoughFor() {
        TestOutcomes graded = new TestOutcomes();
        EASY.forEach(prompt -> graded.add(prompt, "cheap", true).add(prompt, "strong", true));
        HARD.forEach(prompt -> graded.add(prompt, "cheap", false).add(prompt, "strong", true));
        Outcomes outcomes = graded.learn(EMBEDDER::embed);

        float[] parcel = EMBEDDER.embed("Can you tell me where my shipment is?");
        float[] proof = EMBEDDER.embed("Show that there are infinitely many primes.");

        assertThat(outcomes.chance(parcel, "cheap")).isGreaterThan(0.75);
        assertThat(outcomes.chance(proof, "cheap")).isLessThan(0.35);
        assertThat(outcomes.chance(proof, "strong")).isGreaterThan(0.9);
        assertThat(outcomes.knows("strong")).isTrue();
        assertThat(outcomes.knows("other")).isFalse();
    }

    @Test
    void fallsBackOnTheWholeRecordWhereNothingIsNear() {
        TestOutcomes graded = new TestOutcomes();
        HARD.forEach(prompt -> graded.add(prompt, "cheap", false));
        EASY.forEach(prompt -> graded.add(prompt, "cheap", true));

        assertThat(graded.learn(EMBEDDER::embed).chance(new float[Embedder.DIMENSIONS], "cheap"))
                .isEqualTo(0.5);
    }

    @Test
    void readsWhatASheetSaves() throws IOException {
        Path file = write("Prompt,Model,Good\n\"Where, please?\",cheap, Yes\nWhy?,strong,0\n");
        assertThat(Outcomes.read(file))
                .containsExactly(
                        new Outcomes.Row("Where, please?", "cheap", true), new Outcomes.Row("Why?", "strong", false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "prompt,model,good\n", "prompt,model,good\nWhy?,cheap\n", "Why?,cheap,perhaps\n"})
    void refusesWhatIsNoFileOfOutcomes(String content) throws IOException {
        Path file = write(content);
        assertThatThrownBy(() -> Outcomes.read(file))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining("prompt,model,good");
    }

    @Test
    void measuresTheChoiceOnPromptsThatWereLeftOut() throws IOException {
        StringBuilder csv = new StringBuilder();
        EASY.forEach(prompt -> csv.append('"').append(prompt).append("\",cheap,1\n"));
        HARD.forEach(prompt -> csv.append('"').append(prompt).append("\",cheap,0\n"));
        EASY.forEach(prompt -> csv.append('"').append(prompt).append("\",strong,1\n"));
        HARD.forEach(prompt -> csv.append('"').append(prompt).append("\",strong,1\n"));

        OutcomesReport report = OutcomesReport.crossValidated(write(csv.toString()), directory.resolve("vectors"));

        assertThat(report.prompts()).isEqualTo(10);
        assertThat(choice(report, "always cheap").good()).isEqualTo(0.5);
        assertThat(choice(report, "always strong").good()).isCloseTo(1, org.assertj.core.data.Offset.offset(1e-9));
        OutcomesReport.Choice learned = choice(report, "learned, quality 0.6");
        assertThat(learned.good()).isGreaterThan(0.85);
        assertThat(learned.shares().get("cheap")).isGreaterThan(0.3);
        assertThat(choice(report, "hindsight").shares().get("cheap"))
                .isCloseTo(0.5, org.assertj.core.data.Offset.offset(1e-9));
        assertThat(directory.resolve("vectors")).isNotEmptyFile();
    }

    private static OutcomesReport.Choice choice(OutcomesReport report, String name) {
        return report.choices().stream()
                .filter(choice -> choice.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Path write(String content) throws IOException {
        return Files.writeString(directory.resolve("outcomes.csv"), content);
    }
}
