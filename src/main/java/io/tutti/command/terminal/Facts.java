package io.tutti.command.terminal;

import java.util.LinkedHashMap;
import java.util.Map;

/** Names with their values, one a line, the values under one another. Empty values are left out. For one thread. */
public final class Facts {

    private final Map<String, String> facts = new LinkedHashMap<>();

    /** Adds a fact. */
    public Facts add(String name, String value) {
        if (!value.isBlank()) {
            facts.put(name, Printable.line(value));
        }
        return this;
    }

    /** Prints the facts. */
    public void print(Terminal terminal) {
        int width = facts.keySet().stream().mapToInt(String::length).max().orElse(0);
        facts.forEach((name, value) -> terminal.print(name + " ".repeat(width - name.length()) + "  " + value));
    }
}
