package io.tutti.trace;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What belongs together, from the first caller to the last system that is called. Its JSON form is the id.
 *
 * @param id 32 hexadecimal digits in small letters, not all 0
 * @param parent the span of whoever asked, 16 such digits; null when the trace begins here
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
public record Trace(@JsonValue String id, @Nullable String parent) {

    /** The HTTP header and the JMS property that carries it. */
    public static final String HEADER = "traceparent";

    /** The exchange property that holds it outside a task. */
    public static final String PROPERTY = "tuttiTrace";

    private static final Pattern PARENT = Pattern.compile(
            "(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}(?:-.{0,400})?");
    private static final int ID = 32;
    private static final int SPAN = 16;
    private static final ThreadLocal<String> CURRENT = new ThreadLocal<>();

    /** What a header says; empty when there is none or, as W3C wants it, when it is none of the form. */
    public static Optional<Trace> of(@Nullable String header) {
        Matcher found = PARENT.matcher(header == null ? "" : header.strip());
        return found.matches() ? Optional.of(new Trace(found.group(1), found.group(2))) : Optional.empty();
    }

    /** The trace that begins with what has this UUID: its 32 digits. */
    public static Trace beginning(String uuid) {
        return new Trace(uuid.replace("-", ""), null);
    }

    /** One that nobody gave. */
    public static Trace fresh() {
        return new Trace(digits(newSpan()) + digits(newSpan()), null);
    }

    /** The span of what has this UUID: its last 16 digits. */
    public static String span(String uuid) {
        return uuid.replace("-", "").substring(ID - SPAN);
    }

    /** The UUID whose digits the trace {@code id} has. */
    public static String uuid(String id) {
        return id.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
    }

    /** A new span, not 0. */
    public static long newSpan() {
        return ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
    }

    /** A span as 16 digits. */
    public static String digits(long span) {
        return HexFormat.of().toHexDigits(span);
    }

    /** The same for what the task of this UUID asks for. */
    public Trace below(String uuid) {
        return new Trace(id, span(uuid));
    }

    /** The header with which one of its spans asks others. */
    public String header(String span) {
        return "00-" + id + "-" + span + "-01";
    }

    /** The form in a database column: at most 49 characters. */
    public String stored() {
        return parent == null ? id : id + "-" + parent;
    }

    /** What {@link #stored} wrote. */
    public static Trace restored(String stored) {
        return stored.length() == ID
                ? new Trace(stored, null)
                : new Trace(stored.substring(0, ID), stored.substring(ID + 1));
    }

    /** Does {@code work} so that requests of this thread carry {@code header}. */
    public static <T> T carrying(String header, Callable<T> work) throws Exception {
        CURRENT.set(header);
        try {
            return work.call();
        } finally {
            CURRENT.remove();
        }
    }

    /** The header that requests of this thread carry; empty for none. */
    public static Optional<String> carried() {
        return Optional.ofNullable(CURRENT.get());
    }
}
