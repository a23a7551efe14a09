package io.tutti.acceptance;

import java.util.Locale;

/** A line of a measurement. */
final class Figure {

    private Figure() {}

    static void say(String what, double figure, String unit) {
        System.out.println(String.format(Locale.ROOT, "FIGURE %-52s %10.1f %s", what, figure, unit));
    }

    static double secondsSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / 1e9;
    }
}
