package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints what a durable task costs, beside the bare database in the same run: {@code mvn verify -Pfigures
 * -Dit.test=DurableFigures}.
 */
class DurableFigures {

    @TempDir
    Path directory;

    @Test
    void printsFiveSteps() throws Exception {
        measure("H2", List.of());
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setServerConfig("synchronous_commit", "on")
                .start()) {
            measure(
                    "PostgreSQL",
                    List.of(
                            "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                            "--spring.datasource.username=postgres"));
        }
    }

    private void measure(String label, List<String> database) throws Exception {
        var command = new ArrayList<>(List.of(
                HubProcess.java(),
                "-Xmx1g",
                "-Dseconds=" + Integer.getInteger("figures.seconds", 10),
                "-cp",
                System.getProperty("java.class.path"),
                FiveSteps.class.getName(),
                label,
                "--tutti.data=" + directory.resolve(label),
                "--tutti.routes=" + Path.of("src/test/resources/figures").toAbsolutePath(),
                "--server.port=" + HubProcess.freePort(),
                "--tutti.jms.port=0"));
        command.addAll(database);
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
