package io.tutti.check;

/**
 * One piece of evidence.
 *
 * @param source where it is from, for example {@code order HP-10023}
 * @param text what it says
 */
public record Passage(String source, String text) {}
