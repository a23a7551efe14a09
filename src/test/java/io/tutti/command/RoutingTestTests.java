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
    void saysThatAFileIsNotThere() {
        var result = shell.run("routing", "test", "--intents", intents.toString(), "--data", "/nowhere.csv");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err().strip()).isEqualTo("/nowhere.csv is not there; name a file.");
    }
}
