package io.tutti.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.tutti.home.YamlFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DefinitionReaderTests {

    private static final String FLOW = """
            # A comment.
            - route:
                id: work
                group: flow
                from:
                  uri: direct
                  parameters: {name: work}
                  steps:
                    - to: "direct:part"
                    - enrich: {constant: "direct:fetched?x=y"}
                    - setBody: {constant: "direct:unused"}
                    - to: "direct:block"
                    - saga: {compensation: "direct:undone"}
            """;

    private static final String PART = route("part", "part", "- wireTap: {uri: direct, parameters: {name: inner}}");
    private static final List<String> OTHERS = List.of(
            PART,
            route("inner", "part", "- to: \"direct:part\""),
            route("fetched", "part", "- log: {message: fetched}"),
            route("unused", "part", "- log: {message: unused}"),
            route("undone", "part", "- log: {message: undone}"),
            route("block", "call", "- log: {message: block}"));

    @Test
    void takesAFlowWithThePartsThatItReaches() {
        assertThat(ids(work(FLOW, OTHERS))).containsExactly("work", "fetched", "inner", "part");
    }

    @Test
    void doesNotMindCommentsAndLayout() {
        String other = FLOW.replace("# A comment.", "# Another.\n").replace("{name: work}", "\n        name: \"work\"");
        assertThat(work(other, OTHERS)).isEqualTo(work(FLOW, OTHERS));
    }

    @Test
    void changesWithAPartAndNotWithWhatElseItCalls() {
        String before = work(FLOW, OTHERS).hash();
        assertThat(before).matches("[0-9a-f]{64}");
        assertThat(work(FLOW, changed("fetched")).hash()).isNotEqualTo(before);
        assertThat(work(FLOW, changed("block")).hash()).isEqualTo(before);
        assertThat(work(FLOW, changed("unused")).hash()).isEqualTo(before);
        assertThat(work(FLOW, changed("undone")).hash()).isEqualTo(before);
    }

    @Test
    void givesKeptRoutesNamesOfTheirOwnByWhichTheyCallEachOther() {
        Definition definition = work(FLOW, OTHERS);
        String end = "@" + definition.hash().substring(0, 8);
        String kept = KeptText.of(definition, parsed(definition.routes()));
        assertThat(kept)
                .contains("\"id\":\"work" + end + "\"", "\"parameters\":{\"name\":\"work" + end + "\"}")
                .contains("\"to\":\"direct:part" + end + "\"", "\"name\":\"inner" + end + "\"")
                .contains("\"constant\":\"direct:fetched" + end + "?x=y\"")
                .contains("\"setBody\":{\"constant\":\"direct:unused\"}")
                .contains("\"to\":\"direct:block\"", "\"compensation\":\"direct:undone\"")
                .contains("\"group\":\"kept\"", "\"nodePrefixId\":\"" + end.substring(1) + "-\"")
                .doesNotContain("\"group\":\"flow\"", "\"group\":\"part\"");
    }

    private static List<String> changed(String name) {
        return OTHERS.stream()
                .map(text -> text.replace("message: " + name, "message: changed"))
                .toList();
    }

    private static Definition work(String flow, List<String> others) {
        List<YamlFile> files = new ArrayList<>();
        files.add(parsed(flow));
        others.forEach(text -> files.add(parsed(text)));
        return DefinitionReader.read(files).get("work");
    }

    private static List<String> ids(Definition definition) {
        List<String> ids = new ArrayList<>();
        parsed(definition.routes())
                .content()
                .forEach(item -> ids.add(item.at("/route/id").asText()));
        return ids;
    }

    private static YamlFile parsed(String text) {
        return YamlFile.parse(Path.of("some.camel.yaml"), text);
    }

    private static String route(String name, String group, String step) {
        return """
                - route:
                    id: %s
                    group: %s
                    from:
                      uri: "direct:%s"
                      steps:
                        %s
                """.formatted(name, group, name, step);
    }
}
