package io.tutti.command.terminal;

import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Where a command reads and writes. Everything that is printed goes through {@link Printable}. For one thread.
 *
 * @param in what is piped in
 * @param out answers
 * @param err refusals and failures, one line each
 * @param environment environment variables by name
 * @param columns how wide the output may be, asked only when something is laid out
 */
public record Terminal(
        InputStream in, PrintWriter out, PrintWriter err, Map<String, String> environment, IntSupplier columns) {

    /**
     * This process's terminal. The output is UTF-8 where the locale names no better one, because sample texts, names
     * and currencies are rarely ASCII.
     */
    public static Terminal ofProcess() {
        var environment = System.getenv();
        return new Terminal(System.in, writer(System.out), writer(System.err), environment, new Columns(environment));
    }

    private static PrintWriter writer(PrintStream stream) {
        Charset named = stream.charset();
        return new PrintWriter(stream, false, named.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : named);
    }

    /** Prints one or more lines. */
    public void print(String text) {
        out.println(Printable.text(text));
    }

    /** Prints an empty line. */
    public void blank() {
        out.println();
    }

    /** Prints JSON as the hub sent it. */
    public void json(String json) {
        out.println(Printable.json(json.strip()));
    }

    /** Prints {@code text} indented by two columns and wrapped between words; its own line ends are kept. */
    public void paragraph(String text) {
        Wrapped.lines(Printable.text(text.strip()), columns.getAsInt() - 2)
                .forEach(line -> out.println(line.isEmpty() ? "" : "  " + line));
    }

    /** Prints one line about what went wrong. */
    public void error(String message) {
        err.println(Printable.line(message));
    }

    /** An environment variable that is set and not blank. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }
}
