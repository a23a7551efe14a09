package io.tutti.commit;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One SQL statement with its positional values.
 *
 * @param sql the statement; the same text in several changes is sent as one JDBC batch
 * @param values one for each {@code ?}; null is allowed
 * @param otherwise the failure to throw when the statement touched no row; null when any count will do
 */
public record Write(
        String sql, List<@Nullable Object> values, @Nullable Supplier<? extends RuntimeException> otherwise) {

    /** A statement whose row count does not matter. */
    public static Write of(String sql, @Nullable Object... values) {
        return new Write(
                sql, Collections.<@Nullable Object>unmodifiableList(Arrays.<@Nullable Object>asList(values)), null);
    }

    /** The same statement, which must touch at least one row, else the whole change fails with {@code failure}. */
    public Write orElse(Supplier<? extends RuntimeException> failure) {
        return new Write(sql, values, failure);
    }
}
