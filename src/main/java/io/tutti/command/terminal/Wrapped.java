package io.tutti.command.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Breaks text between words. A word that is wider than the line stays whole, so that it can be copied. */
final class Wrapped {

    private Wrapped() {}

    static Stream<String> lines(String text, int columns) {
        return text.lines().flatMap(line -> wrap(line.stripTrailing(), columns).stream());
    }

    private static List<String> wrap(String line, int columns) {
        if (Printable.width(line) <= columns) {
            return List.of(line);
        }
        var lines = new ArrayList<String>();
        var current = new StringBuilder();
        for (String word : line.split(" ", -1)) {
            if (!current.isEmpty() && Printable.width(current.toString()) + 1 + Printable.width(word) > columns) {
                lines.add(current.toString());
                current.setLength(0);
            }
            current.append(current.isEmpty() ? "" : " ").append(word);
        }
        lines.add(current.toString());
        return lines;
    }
}
