package io.tutti.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutingTestTests {

    private final Shell shell = new Shell(Map.of(), "");

    @TempDir
    private Path directory;

    private Path intents;
    private Path messages;

    @BeforeEach
    void writeFiles() throws IOException {
        intents = Files.writeString(directory.resolve("intents.yaml"), """
                intents:
                  order-status:
                    examples: ["where is my order", "when will my parcel arrive", "has my order been shipped"]
                    to: orders
                  invoices:
                    examples: ["send me the invoice", "the bill is wrong", "I need a copy of my bill"]
                    to: invoices
                threshold: 0.5
                """);
        messages = Files.writeString(directory.resolve("messages.csv"), """
                text,category
                where is my parcel,order-status
                I did not get the invoice,invoices
                my bill is wrong,order-status
                """);
    }

    @Test
    void showsAccuracyAndMistakes() {
        var result = shell.run("routing", "test", "--intents", intents.toString(), "--data", messages.toString());

        assertThat(result.err()).isEmpty();
        assertThat(result.out().lines())
                .contains(
                        "Messages          3",
                        "Accuracy          66.7 %",
                        "LABEL         WENT TO   MESSAGES",
                        "order-status  invoices         1");
    }

    @Test
    void printsTheReportForAProgram() {
        var result =
                shell.run("routing", "test", "--json", "--intents", intents.toString(), "--data", messages.toString());

        assertThat(result.out())
                .contains("\"accuracy\":0.66", "\"noneFitsRecall\":1.0", "\"perMessageMs\":")
                .contains(
                        "\"confusion\":{\"invoices\":{\"invoices\":1},\"order-status\":{\"invoices\":1,\"order-status\":1}}");
    }

    @Test
    void trainsAndTestsTheChoiceOfModels() throws IOException {
        Path outcomes = Files.writeString(directory.resolve("graded.csv"), """
                prompt,model,good
                where is my parcel,cheap,1
                has my order been shipped,cheap,1
                prove this theorem,cheap,0
                solve this equation,cheap,0
                where is my parcel,strong,1
                has my order been shipped,strong,1
                prove this theorem,strong,1
                solve this equation,strong,1
                """);

        var trained = shell.run("routing", "train", "--outcomes", outcomes.toString(), "--data", directory.toString());
        var tested = shell.run("routing", "test", "--outcomes", outcomes.toString(), "--data", outcomes.toString());

        assertThat(trained.out().lines().map(String::strip))
                .contains(
                        "always cheap           50.0 %  cheap 100.0 %",
                        "hindsight             100.0 %  cheap 50.0 %, strong 50.0 %");
        assertThat(directory.resolve("cache/outcomes-graded.csv.vectors")).isNotEmptyFile();
        assertThat(tested.out()).contains("learned, quality 0.7");
        assertThat(shell.run("routing", "test", "--data", outcomes.toString()).exitCode())
                .isEqualTo(2);
    }

    @Test
    void saysThatAFileIsNotThere() {
        var result = shell.run("routing", "test", "--intents", intents.toString(), "--data", "/nowhere.csv");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err().strip()).isEqualTo("/nowhere.csv is not there; name a file.");
    }
}
