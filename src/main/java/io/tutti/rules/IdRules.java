package io.tutti.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.home.YamlFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Camel wants every id once among all routes: of the routes themselves, their steps, and whatever else has one. */
final class IdRules {

    private final Map<String, Path> seen = new HashMap<>();
    private final Findings findings;

    IdRules(Findings findings) {
        this.findings = findings;
    }

    void check(YamlFile file) {
        for (int i = 0; i < file.content().size(); i++) {
            JsonNode route = file.content().get(i).path("route");
            Walk.through(route, "/" + i + "/route", (key, value, pointer) -> {
                if (key.equals("id") && value.isTextual() && !pointer.contains("/parameters/")) {
                    checkOne(file, value.asText(), pointer);
                }
            });
        }
    }

    private void checkOne(YamlFile file, String id, String pointer) {
        Path other = seen.putIfAbsent(id, file.file());
        if (other != null) {
            findings.stop(
                    file,
                    pointer,
                    "has the id '%s', which %s has too; an id of a route or a step may be there once among all routes, so write another."
                            .formatted(id, other.equals(file.file()) ? "this file" : other));
        }
    }
}
