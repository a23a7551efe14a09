package io.tutti.home;

import java.nio.file.Path;
import java.util.List;

/**
 * The hub's directories, all absolute. Of several, the built-in one comes first and later ones add to and override
 * earlier ones.
 *
 * @param data everything the hub writes
 * @param routes Camel YAML routes, in sub-folders by stage
 * @param connectors Kamelets, in sub-folders by kind
 * @param config configuration files
 */
public record Home(Path data, List<Path> routes, List<Path> connectors, List<Path> config) {

    /** A place under {@code data/}, for example {@code data("db", "hub")}. */
    public Path data(String... parts) {
        Path path = data;
        for (String part : parts) {
            path = path.resolve(part);
        }
        return path;
    }
}
