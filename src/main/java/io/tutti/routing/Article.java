package io.tutti.routing;

import java.util.ArrayList;
import java.util.List;

/** A row of the company's knowledge. */
record Article(String id, String topic, String title, String body) {

    private static final int SENTENCES = 3;

    /** The body in pieces of up to three sentences, of about the same size. */
    List<String> pieces() {
        List<String> sentences = Sentences.of(body);
        int pieces = (sentences.size() + SENTENCES - 1) / SENTENCES;
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < pieces; i++) {
            int from = i * sentences.size() / pieces;
            int to = (i + 1) * sentences.size() / pieces;
            texts.add(String.join(" ", sentences.subList(from, to)));
        }
        return texts;
    }

    String source() {
        return "article " + id + " (" + title + ")";
    }
}
