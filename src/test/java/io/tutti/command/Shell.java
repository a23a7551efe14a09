package io.tutti.command;

import io.tutti.command.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** Runs commands as a user would, in this process; 100 columns wide. */
record Shell(Map<String, String> environment, String pipedIn) {

    /** What came of a command. */
    record Result(int exitCode, String out, String err) {}

    static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    /** A shell in which the token is set and the hub is {@code hub}. */
    static Shell at(FakeHub hub) {
        return new Shell(Map.of("TUTTI_URL", hub.url(), "TUTTI_TOKEN", "sesame"), "");
    }

    Shell piping(String text) {
        return new Shell(environment, text);
    }

    Result run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var in = new ByteArrayInputStream(pipedIn.getBytes(StandardCharsets.UTF_8));
        var terminal = new Terminal(in, new PrintWriter(out), new PrintWriter(err), environment, () -> 100);
        int exitCode = new Commands(terminal, Clock.fixed(NOW, ZoneOffset.UTC)).run(List.of(arguments));
        return new Result(exitCode, out.toString(), err.toString());
    }
}
