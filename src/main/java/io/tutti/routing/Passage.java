package io.tutti.routing;

/**
 * A piece of an article that was found by its meaning.
 *
 * @param source which article, for people to read
 * @param topic the article's topic
 * @param text one to three sentences
 * @param similarity the cosine of the angle to what was searched for: 1 for the same meaning, about 0 for unrelated
 */
record Passage(String source, String topic, String text, double similarity) {}
