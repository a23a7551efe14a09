package io.tutti.answer;

import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** The exchange variables that the blocks around an answer share. */
public enum Variable {
    /** The questions of a message: a list of maps with {@code text} and the identifiers that were found. */
    QUESTIONS("questions"),
    /** The question that is being answered. */
    QUESTION("question"),
    /** What was dug up: a list of maps with {@code source} and {@code text}. */
    EVIDENCE("evidence"),
    /** The intent that the question was given. */
    INTENT("intent"),
    /** How sure the answer is, 0 to 1. */
    CONFIDENCE("answerConfidence"),
    /** The sources that the answer rests on. */
    SOURCES("answerSources"),
    /** Why a person has to look; absent while nobody has to. */
    REASON("reason");

    private final String word;

    Variable(String word) {
        this.word = word;
    }

    /** The variable's name. */
    public String word() {
        return word;
    }

    @Nullable
    Object of(Exchange exchange) {
        return exchange.getVariable(word);
    }
}
