package io.tutti.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.tutti.agent.ToolCallFuzz;
import io.tutti.audit.ExportFuzz;
import io.tutti.egress.EgressFuzz;
import io.tutti.home.ConfigFuzz;
import io.tutti.intake.InputTextFuzz;
import io.tutti.mcp.McpServerFuzz;
import io.tutti.mcpserver.McpClientFuzz;
import io.tutti.model.AnswerFuzz;
import io.tutti.openai.ChatFuzz;
import io.tutti.redaction.RedactionFuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Gives each reader inputs that Jazzer makes up, for {@code -Dfuzz.seconds} each (60), in a process of its own. An input
 * that breaks a reader is in {@code target/fuzz}; what is kept there of a run is where the next one begins.
 */
class FuzzIT {

    private static final Path KEPT = Path.of("target", "fuzz").toAbsolutePath();
    private static final int SECONDS = Integer.getInteger("fuzz.seconds", 60);
    /** Of one input, with all classes that the first one loads. */
    private static final int HANGS = 30;

    private static final int LEAST = 100;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            classes = {
                ChatFuzz.class,
                InputTextFuzz.class,
                AnswerFuzz.class,
                ToolCallFuzz.class,
                RedactionFuzz.class,
                ExportFuzz.class,
                EgressFuzz.class,
                ConfigFuzz.class,
                McpServerFuzz.class,
                McpClientFuzz.class
            })
    void withstands(Class<?> reader) throws Exception {
        Path printed = directory.resolve("printed.txt");
        Path corpus = Files.createDirectories(KEPT.resolve(reader.getSimpleName()));
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + reader.getName(),
                        "--instrumentation_includes=io.tutti.**",
                        // The readers themselves connect to a server of the test.
                        "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.ServerSideRequestForgery",
                        "--reproducer_path=" + KEPT,
                        "-artifact_prefix=" + KEPT + "/",
                        "-max_total_time=" + SECONDS,
                        "-timeout=" + HANGS,
                        "-print_final_stats=1",
                        corpus.toString()))
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        int exit = process.waitFor();
        String text = Files.readString(printed);
        assertThat(exit).as(text).isZero();
        int inputs = Integer.parseInt(stat(text, "number_of_executed_units"));
        System.out.println("FUZZ " + reader.getSimpleName() + ": " + inputs + " inputs");
        assertThat(inputs).as("inputs, or -Dfuzz.seconds is too short").isGreaterThan(LEAST);
    }

    private static String stat(String text, String name) throws IOException {
        return text.lines()
                .filter(line -> line.startsWith("stat::" + name + ":"))
                .map(line -> line.replaceFirst(".*:\\s*", ""))
                .findFirst()
                .orElseThrow(() -> new IOException("Jazzer said nothing of its run:\n" + text));
    }
}
