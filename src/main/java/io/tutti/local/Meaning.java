package io.tutti.local;

/** Turns a text into a vector of length 1 whose direction is its meaning. Safe for use by many threads. */
@FunctionalInterface
public interface Meaning {

    /** The vector; all have the same number of dimensions. */
    float[] of(String text);

    /** The cosine of the two meanings: 1 for the same, about 0 for unrelated ones. */
    default double similarity(String one, String other) {
        return similarity(of(one), of(other));
    }

    /** The cosine of two vectors of length 1. */
    static double similarity(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }
}
