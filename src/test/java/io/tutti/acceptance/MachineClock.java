package io.tutti.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * The clock of the machine as one process sees it, which a test may set and stop: Debian's package libfaketime, loaded
 * before the process. The time that passes stays as it is.
 */
public final class MachineClock {

    private static final Path LIBRARIES = Path.of("/usr/lib");
    private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

    private final Path library;
    private final Path setting;

    private MachineClock(Path library, Path setting) throws IOException {
        this.library = library;
        this.setting = setting;
        set("+0");
    }

    /** @param directory for the file with the setting; without the library the test is left out */
    public static MachineClock in(Path directory) throws IOException {
        Optional<Path> library = library();
        Assumptions.assumeTrue(library.isPresent(), "The clock can be set with Debian's package libfaketime only.");
        return new MachineClock(library.get(), directory.resolve("clock"));
    }

    private static Optional<Path> library() throws IOException {
        try (var places = Files.newDirectoryStream(LIBRARIES, path -> Files.exists(path.resolve(LIBRARY)))) {
            for (Path place : places) {
                return Optional.of(place.resolve(LIBRARY));
            }
        }
        return Optional.empty();
    }

    /** @param time seconds to add, such as {@code -3600}, or a time at which it stands still, as {@code 2026-01-31 10:00:00} */
    public void set(String time) throws IOException {
        Path next = Files.writeString(setting.resolveSibling("clock.next"), time + "\n");
        Files.move(next, setting, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What it says now. */
    Instant now() throws IOException {
        String time = Files.readString(setting).strip();
        return time.matches("[+-]\\d+")
                ? Instant.now().plusSeconds(Long.parseLong(time))
                : LocalDateTime.parse(time.replace(' ', 'T'))
                        .atZone(ZoneId.systemDefault())
                        .toInstant();
    }

    /** What a process needs in its environment to see this clock. */
    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD", library.toString(),
                "FAKETIME_TIMESTAMP_FILE", setting.toString(),
                "FAKETIME_CACHE_DURATION", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                // Or each wait with a limit ends at once.
                "FAKETIME_FORCE_MONOTONIC_FIX", "0",
                "NO_FAKE_STAT", "1");
    }
}
