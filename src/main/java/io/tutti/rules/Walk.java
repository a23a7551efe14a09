package io.tutti.rules;

import com.fasterxml.jackson.databind.JsonNode;

/** Goes through every entry of every object in a YAML file. */
final class Walk {

    private Walk() {}

    /** Calls {@code visit} for each entry under {@code node}, outer ones first. */
    static void through(JsonNode node, String pointer, Visit visit) {
        node.properties().forEach(entry -> {
            String at = pointer + "/" + entry.getKey().replace("~", "~0").replace("/", "~1");
            visit.entry(entry.getKey(), entry.getValue(), at);
            through(entry.getValue(), at, visit);
        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            through(node.get(i), pointer + "/" + i, visit);
        }
    }

    /** What to do at each entry. */
    interface Visit {
        /**
         * @param key the entry's key
         * @param value its value
         * @param pointer where it is
         */
        void entry(String key, JsonNode value, String pointer);
    }
}
