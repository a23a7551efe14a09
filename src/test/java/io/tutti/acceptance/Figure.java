package io.tutti.acceptance;

import java.io.IOException;
import java.util.Locale;

/** A line of a measurement. */
public final class Figure {

    private Figure() {}

    /** Prints one. */
    public static void say(String what, double figure, String unit) {
        System.out.println(String.format(Locale.ROOT, "FIGURE %-52s %10.2f %s", what, figure, unit));
    }

    /** Runs a program, prints what it prints, and returns its exit code. */
    static int run(ProcessBuilder program) throws IOException, InterruptedException {
        Process running = program.redirectErrorStream(true).start();
        try (var printed = running.inputReader()) {
            printed.lines().forEach(System.out::println);
        }
        return running.waitFor();
    }

    /** The time since a moment of {@link System#nanoTime()}. */
    public static double secondsSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / 1e9;
    }
}
