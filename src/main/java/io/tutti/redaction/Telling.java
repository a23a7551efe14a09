package io.tutti.redaction;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Texts that the hub keeps about what happened: lines of the log, errors, reasons and copies in the audit trail. Nothing
 * that is taken out of one is ever put back. There is one log in a process, so this is one for the process. Thread-safe.
 */
public final class Telling {

    private static volatile List<Redactable> own = List.of();

    private Telling() {}

    /** From now on texts are also without what the user's patterns find; a route is not asked about each line. */
    public static void leaveOut(Kinds kinds) {
        own = kinds.own().stream().filter(OwnPattern.class::isInstance).toList();
    }

    /** A text about what happened; it keeps the addresses of machines, which an operator needs. */
    public static String of(String text) {
        return redacted(text, Arrays.stream(Personal.values()).filter(kind -> kind != Personal.IP));
    }

    /** A copy of what was given to the hub, or came out of it. */
    public static String copyOf(String text) {
        return redacted(text, Arrays.stream(Personal.values()));
    }

    private static String redacted(String text, Stream<Personal> kinds) {
        return new Redaction(Stream.concat(own.stream(), kinds).toList()).redact(text);
    }
}
