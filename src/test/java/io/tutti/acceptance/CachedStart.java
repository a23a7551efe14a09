package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * The start that docs/reference.md recommends for production: the jar unpacked, with an AOT cache from a first run. It is
 * made once for each packaged jar, in {@code target/hub}, and starts the hub in less than half the time. A Java before
 * 25 has no such cache and starts the jar as it is. Tests start a hub a hundred times, for a few tasks each: theirs is
 * compiled less, and finds the vectors of the shipped texts that the first run made.
 */
public final class CachedStart {

    private static final List<String> SMALL = List.of("-Xms128m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:NewRatio=1");
    private static final int FIRST_WITH_CACHE = 25;
    private static final Path JAR = Path.of("target", "tutti.jar");
    private static final Path UNPACKED = Path.of("target", "hub").toAbsolutePath();
    private static final Path VECTORS = UNPACKED.resolve("cache");
    /** The jar that the cache was made from, by its hash: all builds have the same time. */
    private static final Path MADE_FROM = UNPACKED.resolve("jar.sha256");

    private static @Nullable String packaged;

    private CachedStart() {}

    /** What {@code java} is started with before the hub's own options. */
    public static synchronized List<String> program() {
        try {
            return trained();
        } catch (Exception e) {
            throw new AssertionError("The start could not be trained", e);
        }
    }

    /** The same for a hub that lives for a test. */
    public static List<String> forTests() {
        List<String> program = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1"));
        program.addAll(program());
        return program;
    }

    /** Gives a new data directory the vectors of the first run. */
    static void remember(Path data) throws IOException {
        Path cache = data.resolve("cache");
        if (Files.isDirectory(VECTORS) && !Files.exists(cache)) {
            FileSystemUtils.copyRecursively(VECTORS, cache);
        }
    }

    private static List<String> trained() throws Exception {
        if (Runtime.version().feature() < FIRST_WITH_CACHE) {
            return HubProcess.PACKAGED;
        }
        Path cache = UNPACKED.resolve("tutti.aot");
        if (packaged == null) {
            packaged = hash();
        }
        if (!Files.exists(MADE_FROM) || !Files.readString(MADE_FROM).equals(packaged)) {
            FileSystemUtils.deleteRecursively(UNPACKED);
            train(cache);
            Files.writeString(MADE_FROM, packaged);
        }
        return command("-XX:AOTCache=" + cache);
    }

    private static String hash() throws Exception {
        MessageDigest sum = MessageDigest.getInstance("SHA-256");
        try (var in = new DigestInputStream(Files.newInputStream(JAR), sum)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(sum.digest());
    }

    private static void train(Path cache) throws Exception {
        Process extract = new ProcessBuilder(
                        HubProcess.java(),
                        "-Djarmode=tools",
                        "-jar",
                        JAR.toString(),
                        "extract",
                        "--destination",
                        UNPACKED.toString())
                .inheritIO()
                .start();
        assertThat(extract.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(extract.exitValue()).isZero();
        Path data = Files.createTempDirectory("training");
        try (var training = new HubProcess(data, command("-XX:AOTCacheOutput=" + cache))) {
            training.start();
            training.ask("Where is my order HP-10023?");
            training.terminate();
            training.awaitExit();
        }
        assertThat(cache).exists();
        FileSystemUtils.copyRecursively(data.resolve("cache"), VECTORS);
        FileSystemUtils.deleteRecursively(data);
    }

    private static List<String> command(String cache) {
        var command = new ArrayList<>(SMALL);
        command.addAll(List.of(cache, "-jar", UNPACKED.resolve("tutti.jar").toString()));
        return command;
    }
}
