package io.tutti.home;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the hub's directories lie ({@code tutti.data}, {@code tutti.routes}, {@code tutti.connectors},
 * {@code tutti.config}), relative to the working directory.
 *
 * @param data everything the hub writes; default {@code data}
 * @param routes more route directories, after the built-in one
 * @param connectors more connector directories, after the built-in one
 * @param config more configuration directories, after the built-in one
 */
@ConfigurationProperties("tutti")
public record HomeSettings(
        @DefaultValue("data") Path data,
        @Nullable List<Path> routes,
        @Nullable List<Path> connectors,
        @Nullable List<Path> config) {

    /**
     * The directories. The built-in ones are {@code routes}, {@code connectors} and {@code config} of the working
     * directory when all three are there (a checkout), else the copies in the program, unpacked to
     * {@code data/built-in}.
     *
     * @throws WrongSetting when a directory that was named does not exist
     */
    public Home find() {
        return find(Path.of(""), new BuiltIn());
    }

    Home find(Path workingDirectory, BuiltIn builtIn) {
        Path here = workingDirectory.toAbsolutePath().normalize();
        Path dataHere = here.resolve(data).normalize();
        Path shipped = isCheckout(here) ? here : builtIn.unpack(dataHere.resolve("built-in"));
        return new Home(
                dataHere,
                all(shipped.resolve("routes"), here, routes, "tutti.routes"),
                all(shipped.resolve("connectors"), here, connectors, "tutti.connectors"),
                all(shipped.resolve("config"), here, config, "tutti.config"));
    }

    private static boolean isCheckout(Path here) {
        return Files.isDirectory(here.resolve("routes"))
                && Files.isDirectory(here.resolve("connectors"))
                && Files.isDirectory(here.resolve("config"));
    }

    private static List<Path> all(Path shipped, Path here, @Nullable List<Path> more, String setting) {
        var all = new ArrayList<Path>();
        all.add(shipped);
        for (Path extra : more == null ? List.<Path>of() : more) {
            Path directory = here.resolve(extra).normalize();
            if (!Files.isDirectory(directory)) {
                throw new WrongSetting(
                        directory,
                        0,
                        setting + " names this directory, but there is none; create it or correct " + setting + ".");
            }
            all.add(directory);
        }
        return List.copyOf(all);
    }
}
