package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The start that docs/reference.md recommends for production: the jar unpacked, with an AOT cache from a first run. */
public final class CachedStart {

    private static final List<String> SMALL = List.of("-Xms128m", "-Xmx512m", "-XX:+UseSerialGC");

    /** Made by the first test that asks, for all of this run. */
    private static List<String> shared = List.of();

    private CachedStart() {}

    /** As {@link #train}, once for all tests of this process. */
    static synchronized List<String> shared() throws Exception {
        if (shared.isEmpty()) {
            shared = train(Files.createTempDirectory(Path.of("target").toAbsolutePath(), "cached-start"));
        }
        return shared;
    }

    /** Returns what {@code java} is started with; {@code directory} gets the jar, its libraries and the cache. */
    public static List<String> train(Path directory) throws Exception {
        Path unpacked = directory.resolve("hub");
        Process extract = new ProcessBuilder(
                        HubProcess.java(),
                        "-Djarmode=tools",
                        "-jar",
                        Path.of("target", "tutti.jar").toString(),
                        "extract",
                        "--destination",
                        unpacked.toString())
                .inheritIO()
                .start();
        assertThat(extract.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(extract.exitValue()).isZero();
        Path cache = unpacked.resolve("tutti.aot");
        try (var training =
                new HubProcess(directory.resolve("training"), command(unpacked, "-XX:AOTCacheOutput=" + cache))) {
            training.start().stop();
        }
        assertThat(cache).exists();
        return command(unpacked, "-XX:AOTCache=" + cache);
    }

    private static List<String> command(Path unpacked, String cache) {
        var command = new ArrayList<>(SMALL);
        command.addAll(List.of(cache, "-jar", unpacked.resolve("tutti.jar").toString()));
        return command;
    }
}
