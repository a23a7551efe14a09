package io.tutti.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tutti.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file in {@code rules/bad} has one line marked {@code # bad: part of the message}, which must be found there. */
class RulesTests {

    private static final Path EXAMPLES = Path.of("src/test/resources/rules");
    private static final Pattern MARK = Pattern.compile("# bad: (.*)$");

    @Test
    void findsNothingInWhatIsShipped() {
        assertThat(Rules.check(shipped())).isEmpty();
    }

    @Test
    void findsNothingInTheGoodExamples() {
        assertThat(Rules.check(good("routes"), good("connectors"), Rules.Schemas.WITH_CAMELS))
                .isEmpty();
    }

    /** Beside the good examples, which a context without a saga service loads. */
    @Test
    void findsNothingInASagaThatATaskCanBe() throws IOException {
        List<Source> routes = good("routes");
        Path saga = EXAMPLES.resolve("saga/book-one.camel.yaml");
        routes.add(new Source(saga, Files.readString(saga)));
        assertThat(Rules.check(routes, good("connectors"), Rules.Schemas.WITH_CAMELS))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("badExamples")
    void findsWhatIsBadAtItsLine(Path file) throws IOException {
        List<Source> routes = good("routes");
        List<Source> connectors = good("connectors");
        var bad = new Source(file, Files.readString(file));
        (file.toString().endsWith(RouteRules.EXTENSION) ? routes : connectors).add(bad);

        List<String> lines = bad.text().lines().toList();
        int line = 0;
        while (!MARK.matcher(lines.get(line)).find()) {
            line++;
        }
        Matcher mark = MARK.matcher(lines.get(line));
        assertThat(mark.find()).isTrue();
        int expectedLine = line + 1;
        assertThat(Rules.check(routes, connectors, Rules.Schemas.WITH_CAMELS))
                .allSatisfy(finding -> assertThat(finding.file()).isEqualTo(file))
                .anySatisfy(finding -> {
                    assertThat(finding.message()).contains(mark.group(1));
                    assertThat(finding.line()).isEqualTo(expectedLine);
                });
    }

    @Test
    void findsTheSecondFileOfAName(@TempDir Path mine) throws IOException {
        Files.createDirectories(mine.resolve("a"));
        Files.writeString(
                mine.resolve("a/x.camel.yaml"),
                Files.readString(EXAMPLES.resolve("good/routes/errors-to-caller.camel.yaml")));
        Files.copy(mine.resolve("a/x.camel.yaml"), mine.resolve("x.camel.yaml"));
        Home home = new Home(mine, List.of(mine), List.of(), List.of());
        assertThat(Rules.check(home))
                .anySatisfy(finding -> assertThat(finding.message()).contains("second file of this name"));
    }

    @Test
    void findsWrongConfigurationFilesAndFolders(@TempDir Path mine) throws IOException {
        Files.createDirectories(mine.resolve("agents"));
        Files.writeString(
                mine.resolve("agents/a.yaml"), "name: a\ndescription: d\ninstructions: i\nlimits: {rounds: no}\n");
        Files.writeString(mine.resolve("access.yaml"), "rules: {}\n");
        Home shipped = shipped();
        Home home =
                new Home(mine, List.of(), List.of(), List.of(shipped.config().getFirst(), mine));
        assertThat(Rules.check(home))
                .extracting(finding -> mine.relativize(finding.file()) + ":" + finding.line() + " " + finding.stops())
                .containsExactly("access.yaml:1 true", "agents/a.yaml:4 true");
    }

    static Stream<Path> badExamples() throws IOException {
        return Files.list(EXAMPLES.resolve("bad")).sorted();
    }

    private static Home shipped() {
        return new Home(
                Path.of("data").toAbsolutePath(),
                List.of(Path.of("routes").toAbsolutePath()),
                List.of(Path.of("connectors").toAbsolutePath()),
                List.of(Path.of("config").toAbsolutePath()));
    }

    private static List<Source> good(String folder) {
        return new ArrayList<>(Source.all(List.of(EXAMPLES.resolve("good").resolve(folder)), ".yaml")
                .values());
    }
}
