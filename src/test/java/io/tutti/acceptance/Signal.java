package io.tutti.acceptance;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Sends signals to processes. */
final class Signal {

    private Signal() {}

    static void send(String name, long pid) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).start();
        if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
            throw new AssertionError("kill -" + name + " " + pid + " failed");
        }
    }
}
