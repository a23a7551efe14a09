package io.tutti.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tutti.home.WrongSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutingReportTests {

    @TempDir
    Path folder;

    /** Measured: accuracy 0.853, recall 0.810, false none 0.032; the messages are worded far from the examples. */
    @Test
    void routesMessagesThatItWasNotTrainedOn() {
        var report = RoutingReport.evaluate(
                Path.of("config/intents/support.yaml"), Path.of("src/test/resources/routing/support-heldout.csv"));

        assertThat(report.messages()).isGreaterThanOrEqualTo(200);
        assertThat(report.accuracy()).isGreaterThan(0.82);
        assertThat(report.noneFitsRecall()).isGreaterThan(0.76);
        assertThat(report.falseNoneRate()).isLessThan(0.06);
    }

    @Test
    void learnsFromACsvFileAndCountsWhatWentWhere() throws IOException {
        Path examples = csv("train.csv", "text,category\nwhere is my card,card\nmy card is late,card\nmy pin,pin\n");
        Path messages =
                csv("test.csv", "text,category\n\"where, please, is my card?\",card\nthe pin,pin\nmy pin,card\n");

        var report = RoutingReport.evaluate(examples, messages);

        assertThat(report.accuracy()).isEqualTo(2.0 / 3);
        assertThat(report.noneFitsRecall()).isEqualTo(1);
        assertThat(report.confusion().get("card")).containsEntry("card", 1).containsEntry("pin", 1);
        assertThat(report.perMessageMs()).isPositive();
    }

    @Test
    void saysWhatIsWrongWithAFile() throws IOException {
        Path examples = csv("train.csv", "text,category\nwhere is my card,card\n");

        assertThatThrownBy(() -> RoutingReport.evaluate(examples, csv("one.csv", "text,category\nalone\n")))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining("one.csv:2")
                .hasMessageContaining("text,category");
        assertThatThrownBy(() -> RoutingReport.evaluate(examples, csv("empty.csv", "")))
                .isInstanceOf(WrongSetting.class);
        assertThatThrownBy(() -> RoutingReport.evaluate(folder.resolve("absent.yaml"), examples))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining("absent.yaml");
    }

    private Path csv(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }
}
