package io.tutti.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.home.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The map in {@code routes/README.md} against the route files. */
class MapTests {

    private static final Path ROUTES = Path.of("routes");

    @Test
    void namesEveryRouteWithItsDescriptionInReadingOrder() throws IOException {
        List<String> expected = Source.files(ROUTES, RouteRules.EXTENSION).stream()
                .map(MapTests::row)
                .toList();
        assertThat(Files.readAllLines(ROUTES.resolve("README.md")).stream().filter(line -> line.startsWith("| [")))
                .containsExactlyElementsOf(expected);
    }

    private static String row(Path file) {
        JsonNode definition = YamlFile.read(file).content().get(0).elements().next();
        return "| [%s](%s) | %s |"
                .formatted(
                        definition.path("id").asText(),
                        ROUTES.relativize(file).toString().replace('\\', '/'),
                        definition.path("description").asText());
    }
}
