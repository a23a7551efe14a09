package io.tutti.local;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Splits English text into sentences. */
public final class Sentences {

    /** After a full stop, question or exclamation mark before a new beginning, but not after an abbreviation. */
    private static final Pattern END = Pattern.compile(
            "(?<=[.!?][\"')\\]]?)(?<!\\b(?:e\\.g|i\\.e|No|Nr|approx|incl|excl|Mr|Mrs|Ms|Dr|St|vs|Inc|Ltd|Co)\\.)\\s+(?=[\"'(\\[]?[\\p{Lu}\\d])|\\R+");

    private Sentences() {}

    /** The sentences in their order, without blanks around them. */
    public static List<String> of(String text) {
        return Stream.of(END.split(text))
                .map(String::strip)
                .filter(sentence -> !sentence.isEmpty())
                .toList();
    }
}
