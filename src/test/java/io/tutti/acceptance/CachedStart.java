package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.util.FileSystemUtils;

/**
 * The start that docs/reference.md recommends for production: the jar unpacked, with an AOT cache from a first run. It is
 * made once for each packaged jar, in {@code target/hub}, and starts the hub in less than half the time. A Java before
 * 25 has no such cache and starts the jar as it is.
 */
public final class CachedStart {

    private static final List<String> SMALL = List.of("-Xms128m", "-Xmx512m", "-XX:+UseSerialGC");
    private static final int FIRST_WITH_CACHE = 25;
    private static final Path JAR = Path.of("target", "tutti.jar");

    private CachedStart() {}

    /** What {@code java} is started with before the hub's own options. */
    public static synchronized List<String> program() {
        try {
            return trained();
        } catch (Exception e) {
            throw new AssertionError("The start could not be trained", e);
        }
    }

    private static List<String> trained() throws Exception {
        if (Runtime.version().feature() < FIRST_WITH_CACHE) {
            return HubProcess.PACKAGED;
        }
        Path unpacked = Path.of("target", "hub").toAbsolutePath();
        Path cache = unpacked.resolve("tutti.aot");
        if (!Files.exists(cache) || Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(JAR)) < 0) {
            FileSystemUtils.deleteRecursively(unpacked);
            train(unpacked, cache);
        }
        return command(unpacked, "-XX:AOTCache=" + cache);
    }

    private static void train(Path unpacked, Path cache) throws Exception {
        Process extract = new ProcessBuilder(
                        HubProcess.java(),
                        "-Djarmode=tools",
                        "-jar",
                        JAR.toString(),
                        "extract",
                        "--destination",
                        unpacked.toString())
                .inheritIO()
                .start();
        assertThat(extract.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(extract.exitValue()).isZero();
        Path data = Files.createTempDirectory("training");
        try (var training = new HubProcess(data, command(unpacked, "-XX:AOTCacheOutput=" + cache))) {
            training.start().terminate();
            training.awaitExit();
        }
        assertThat(cache).exists();
        FileSystemUtils.deleteRecursively(data);
    }

    private static List<String> command(Path unpacked, String cache) {
        var command = new ArrayList<>(SMALL);
        command.addAll(List.of(cache, "-jar", unpacked.resolve("tutti.jar").toString()));
        return command;
    }
}
