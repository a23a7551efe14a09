package io.tutti.home;

import io.tutti.fuzz.Soon;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.mock.env.MockEnvironment;

/** Files of the configuration. */
public final class ConfigFuzz {

    private static final Path SHIPPED = Path.of("config").toAbsolutePath();
    private static final Path DIRECTORY = directory();
    private static final ConfigFiles FILES = ConfigFiles.of(
            new Home(DIRECTORY, List.of(), List.of(), List.of(SHIPPED, DIRECTORY)), new MockEnvironment());

    private ConfigFuzz() {}

    /** Reads one. */
    public static void fuzzerTestOneInput(byte[] content) {
        Soon.or(WrongSetting.class, () -> {
            Files.write(DIRECTORY.resolve("models.yaml"), content);
            FILES.read("models");
        });
    }

    private static Path directory() {
        try {
            return Files.createTempDirectory("config");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
