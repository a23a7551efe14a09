package io.tutti.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tutti.audit.AuditEvent;
import io.tutti.commit.Commits;
import io.tutti.commit.Write;
import io.tutti.home.Home;
import io.tutti.home.WrongSetting;
import io.tutti.home.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveRoutesRouteTests {

    private static final Path GOOD = Path.of("src/test/resources/rules/good");

    @TempDir
    Path mine;

    private final List<AuditEvent> told = new ArrayList<>();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Watched watched = new Watched();
    private LiveRoutes live;

    @BeforeEach
    void start() throws Exception {
        write("greet", "hello");
        Home home = new Home(
                mine,
                List.of(GOOD.resolve("routes").toAbsolutePath(), mine),
                List.of(GOOD.resolve("connectors").toAbsolutePath()),
                List.of());
        var sources = Source.all(home.routes(), RouteRules.EXTENSION);
        var routes = new CamelRoutes(camel);
        routes.setConnectorFolders(home);
        routes.load(sources.values());
        camel.start();
        var changes = new RouteChanges(
                event -> {
                    told.add(event);
                    return Write.of("");
                },
                new NoCommits());
        live = new LiveRoutes(home, changes, watched, new ReloadSettings(Duration.ZERO), sources, routes);
    }

    @AfterEach
    void stop() {
        live.close();
        camel.stop();
    }

    @Test
    void loadsRoutesAndTheirConnectors() {
        assertThat(ask("greet")).isEqualTo("hello");
        assertThat(ask("call-one")).isEqualTo("hello");
    }

    @Test
    void takesAChangedRouteOnceItHasComeToRest() throws IOException {
        write("greet", "good evening");
        live.look();
        assertThat(ask("greet")).isEqualTo("hello");
        live.look();
        assertThat(ask("greet")).isEqualTo("good evening");
        assertThat(outcomes()).containsExactly("greet loaded");
    }

    @Test
    void tellsBeforeAndAfterAChangeWhatRuns() throws IOException {
        write("greet", "good evening");
        lookTwice();
        assertThat(watched.told).containsExactly("changing to good evening", "changed to good evening");
    }

    @Test
    void tellsThatTheOldRouteRunsWhenCamelRefusesTheNewOne() throws IOException {
        writeText("greet", route("greet", "        - to: {uri: log, parameters: {loggerName: a, volume: loud}}\n"));
        lookTwice();
        assertThat(watched.told).containsExactly("changing to nothing", "changed to hello");
    }

    @Test
    void takesNewRoutesOfASubFolderThatCallEachOther() throws IOException {
        write("deeper/part", "a part");
        writeText("deeper/whole", route("whole", "        - to: \"direct:part\"\n"));
        lookTwice();
        assertThat(ask("whole")).isEqualTo("a part");
        assertThat(outcomes()).containsExactlyInAnyOrder("part loaded", "whole loaded");
    }

    @Test
    void keepsTheOldRouteAndSaysWhichLineOfTheNewOneIsBroken() throws IOException {
        writeText("greet", route("greet", "        - to: \"direct:nobody\"\n"));
        lookTwice();
        lookTwice();
        assertThat(ask("greet")).isEqualTo("hello");
        assertThat(outcomes()).containsExactly("greet refused");
        assertThat(told.getFirst().detail().get("reason").toString())
                .contains("greet.camel.yaml:10: calls direct:nobody");
    }

    @Test
    void keepsTheOldRouteWhenTheNewOneIsNoYaml() throws IOException {
        writeText("greet", "- route:\n   id: greet\n  from: [\n");
        lookTwice();
        assertThat(ask("greet")).isEqualTo("hello");
        assertThat(told.getFirst().detail().get("reason").toString()).contains("greet.camel.yaml:4: is no YAML");
    }

    @Test
    void restoresTheOldRouteWhenCamelRefusesTheNewOne() throws IOException {
        writeText(
                "greet",
                route(
                        "greet",
                        "        - to:\n            uri: log\n            parameters: {loggerName: a, volume: loud}\n"));
        lookTwice();
        assertThat(ask("greet")).isEqualTo("hello");
        assertThat(outcomes()).containsExactly("greet refused");
        assertThat(told.getFirst().detail().get("reason").toString()).contains("greet.camel.yaml", "volume");
    }

    @Test
    void takesTheGoodFilesOfAChangeThatHasABrokenOne() throws IOException {
        write("greet", "bye");
        writeText("broken", route("broken", "        - setBoddy: x\n"));
        lookTwice();
        assertThat(ask("greet")).isEqualTo("bye");
        assertThat(outcomes()).containsExactlyInAnyOrder("greet loaded", "broken refused");
        assertThat(camel.getRoute("broken")).isNull();
    }

    @Test
    void removesARouteWhoseFileIsGone() throws IOException {
        Files.delete(mine.resolve("greet.camel.yaml"));
        lookTwice();
        assertThat(camel.getRoute("greet")).isNull();
        assertThat(outcomes()).containsExactly("greet removed");
    }

    @Test
    void keepsARouteThatOthersStillCall() throws IOException {
        writeText("caller", route("caller", "        - to: \"direct:greet\"\n"));
        lookTwice();
        Files.delete(mine.resolve("greet.camel.yaml"));
        lookTwice();
        assertThat(ask("caller")).isEqualTo("hello");
        assertThat(outcomes()).containsExactly("caller loaded", "greet refused");
    }

    @Test
    void takesMineInPlaceOfTheShippedOneAndTheShippedOneBack() throws IOException {
        write("call-one", "mine");
        lookTwice();
        assertThat(ask("call-one")).isEqualTo("mine");
        Files.delete(mine.resolve("call-one.camel.yaml"));
        lookTwice();
        assertThat(ask("call-one")).isEqualTo("hello");
    }

    @Test
    void makesRoutesAnewWhenTheirErrorConfigurationChanges() throws IOException {
        writeText(
                "greet",
                route("greet", "        - throwException: {exceptionType: java.io.IOException, message: lost}\n"));
        lookTwice();
        assertThatThrownBy(() -> ask("greet")).hasRootCauseMessage("lost");
        writeText("errors-to-caller", """
                - routeConfiguration:
                    id: errors-to-caller
                    description: Answers instead of failing.
                    onException:
                      - onException:
                          exception: [java.lang.Exception]
                          handled: {constant: {expression: "true"}}
                          steps:
                            - setBody: {expression: {constant: {expression: saved}}}
                """);
        lookTwice();
        assertThat(ask("greet")).isEqualTo("saved");
    }

    @Test
    void namesTheFileThatCamelRefusesAtTheStart() {
        var broken = new Source(Path.of("x.camel.yaml"), route("x", "        - setBoddy: {}\n"));
        assertThatThrownBy(() -> new CamelRoutes(camel).load(List.of(broken)))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining("x.camel.yaml:10")
                .hasMessageContaining("setBoddy");
    }

    private void lookTwice() {
        live.look();
        live.look();
    }

    private List<String> outcomes() {
        return told.stream()
                .map(event -> event.subject() + " " + event.detail().get("outcome"))
                .toList();
    }

    private String ask(String route) {
        return camel.createProducerTemplate().requestBody("direct:" + route, "", String.class);
    }

    private void write(String path, String answer) throws IOException {
        String name = String.valueOf(Path.of(path).getFileName());
        writeText(path, route(name, "        - setBody: {expression: {constant: {expression: \"" + answer + "\"}}}\n"));
    }

    private void writeText(String path, String text) throws IOException {
        Path file = mine.resolve(path + RouteRules.EXTENSION);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static String route(String name, String steps) {
        return """
                - route:
                    id: %s
                    description: An example.
                    group: call
                    routeConfigurationId: errors-to-caller
                    from:
                      uri: direct
                      parameters: {name: %s}
                      steps:
                """.formatted(name, name) + steps;
    }

    /** Remembers what it was told to run. */
    private static final class Watched implements RouteWatcher {

        private final List<String> told = new ArrayList<>();

        @Override
        public void changing(List<YamlFile> files) {
            told.add("changing to " + texts(files));
        }

        @Override
        public void changed(List<YamlFile> files) {
            told.add("changed to " + texts(files));
        }

        private static String texts(List<YamlFile> files) {
            return files.stream()
                    .map(file -> file.content().findPath("setBody").findPath("expression"))
                    .map(text -> text.path("constant").path("expression").asText())
                    .filter(text -> !text.isEmpty())
                    .findFirst()
                    .orElse("nothing");
        }
    }

    private static final class NoCommits implements Commits {
        @Override
        public void commit(List<Write> change) {
            assertThat(change).hasSize(1);
        }

        @Override
        public void afterInsert(String table, Runnable listener) {
            throw new UnsupportedOperationException();
        }
    }
}
