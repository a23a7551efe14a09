package io.tutti.redaction;

import io.tutti.failure.Unavailable;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/** A kind that a route of the user's recognizes. */
record RecognizedKind(String word, String route, Recognizer recognizer) implements Redactable {

    @Override
    public String replace(String text, UnaryOperator<String> mark) {
        if (text.isBlank()) {
            return text;
        }
        List<Recognizer.Span> spans = recognizer.find(route, text).stream()
                .sorted(Comparator.comparingInt(Recognizer.Span::start))
                .toList();
        StringBuilder replaced = new StringBuilder();
        int end = 0;
        for (var span : spans) {
            if (span.start() < 0 || span.start() >= span.end() || span.end() > text.length()) {
                throw new Unavailable(
                        "The route %s was asked for %s and found something from %d to %d in %d characters."
                                .formatted(route, word, span.start(), span.end(), text.length()));
            }
            if (span.end() <= end) {
                continue;
            }
            int start = Math.max(span.start(), end);
            replaced.append(text, end, start).append(mark.apply(text.substring(start, span.end())));
            end = span.end();
        }
        return replaced.append(text, end, text.length()).toString();
    }
}
