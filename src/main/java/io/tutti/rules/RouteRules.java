package io.tutti.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.home.YamlFile;
import java.util.Set;

/** What a route file must look like. */
final class RouteRules {

    static final String EXTENSION = ".camel.yaml";
    private static final int MOST_LINES = 60;
    private static final String DEAD_LETTER = "errors-to-dead-letter";
    private static final Set<String> STARTERS = Set.of("flow", "intake");

    private final Known known;
    private final Findings findings;

    RouteRules(Known known, Findings findings) {
        this.known = known;
        this.findings = findings;
    }

    void check(YamlFile file, long lines) {
        String name = String.valueOf(file.file().getFileName()).replace(EXTENSION, "");
        if (lines > MOST_LINES) {
            findings.advise(
                    file,
                    "",
                    "has " + lines + " lines, at most " + MOST_LINES
                            + " read well; move a part to a route of its own.");
        }
        if (file.content().size() != 1) {
            findings.advise(
                    file,
                    "",
                    "holds " + file.content().size() + " definitions, expected one route or route configuration.");
        }
        for (int i = 0; i < file.content().size(); i++) {
            JsonNode item = file.content().get(i);
            if (item.has("route")) {
                checkRoute(file, name, item.path("route"), "/" + i + "/route");
            }
            if (item.has("routeConfiguration")) {
                checkNamed(file, name, item.path("routeConfiguration"), "/" + i + "/routeConfiguration");
            }
        }
    }

    private void checkRoute(YamlFile file, String name, JsonNode route, String at) {
        checkNamed(file, name, route, at);
        String group = route.path("group").asText();
        if (group.isEmpty()) {
            findings.advise(file, at, "has no group; write its stage, for example group: flow.");
        }
        checkErrors(file, route, at, group);
        Uses.in(route).stream()
                .filter(use -> use.isFrom()
                        && use.scheme().equals("direct")
                        && !use.name().equals(name))
                .forEach(use -> findings.advise(
                        file,
                        at + use.pointer(),
                        "starts with direct:" + use.name() + ", expected its file's name: direct:" + name + "."));
    }

    private void checkNamed(YamlFile file, String name, JsonNode definition, String at) {
        String id = definition.path("id").asText();
        if (id.isEmpty()) {
            findings.stop(file, at, "has no id; write id: " + name + ".");
        } else if (!id.equals(name)) {
            findings.advise(file, at + "/id", "has the id '" + id + "', expected its file's name '" + name + "'.");
        }
        if (definition.path("description").asText().isBlank()) {
            findings.advise(file, at, "has no description; say in one sentence what it does.");
        }
    }

    private void checkErrors(YamlFile file, JsonNode route, String at, String group) {
        String errors = route.path("routeConfigurationId").asText();
        String pointer = at + "/routeConfigurationId";
        boolean starts = STARTERS.contains(group);
        if (errors.isEmpty()) {
            String missing =
                    "has no routeConfigurationId; write errors-to-dead-letter for a flow, errors-to-caller for a called route.";
            if (starts) {
                findings.stop(file, at, missing);
            } else {
                findings.advise(file, at, missing);
            }
        } else if (!known.hasErrorConfiguration(errors)) {
            findings.stop(
                    file,
                    pointer,
                    "names the route configuration '" + errors + "', expected exactly one of "
                            + String.join(
                                    ", ",
                                    known.errorConfigurations().stream()
                                            .filter(id -> !id.isEmpty())
                                            .sorted()
                                            .toList())
                            + ".");
        } else if (errors.equals(DEAD_LETTER) && !starts) {
            findings.stop(
                    file,
                    pointer,
                    "sends errors to the dead letters, which only flows and intake do; write errors-to-caller, so that the caller's next way runs.");
        }
    }
}
