package io.tutti.routing;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Examples of classes as vectors.
 *
 * @param vectors one for each example
 * @param labels the example's class, 0 to {@code classes - 1}
 * @param classes how many classes there are
 * @param none the class whose examples are out of scope, or -1
 */
record Examples(float[][] vectors, int[] labels, int classes, int none) {

    Examples only(int[] chosen) {
        float[][] fewer = Arrays.stream(chosen).mapToObj(i -> vectors[i]).toArray(float[][]::new);
        int[] theirs = Arrays.stream(chosen).map(i -> labels[i]).toArray();
        return new Examples(fewer, theirs, classes, none);
    }

    float[][] of(int label) {
        return IntStream.range(0, labels.length)
                .filter(i -> labels[i] == label)
                .mapToObj(i -> vectors[i])
                .toArray(float[][]::new);
    }

    boolean hasAllClasses() {
        return Arrays.stream(labels).distinct().count() == classes;
    }
}
