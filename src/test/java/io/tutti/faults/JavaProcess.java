package io.tutti.faults;

import io.tutti.acceptance.HubProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A main class of the tests as a process of its own; what it prints goes to a file. */
final class JavaProcess implements AutoCloseable {

    private final Path printed;
    private final Process process;

    JavaProcess(Path printed, Class<?> main, String... arguments) throws IOException {
        this.printed = printed;
        List<String> command = new ArrayList<>(List.of(
                HubProcess.java(),
                "-Xmx192m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(printed.toFile()))
                .start();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Throws when it has ended with anything but 0. */
    void mustNotHaveFailed() throws IOException {
        if (!process.isAlive() && process.exitValue() != 0) {
            throw new AssertionError("A process ended with " + process.exitValue() + ": " + printed());
        }
    }

    /** Waits for its end; returns its exit code. */
    int await(Duration time) throws InterruptedException, IOException {
        if (!process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("A process did not end within " + time + ": " + printed());
        }
        return process.exitValue();
    }

    String printed() throws IOException {
        return Files.readString(printed);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
