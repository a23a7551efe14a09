package io.tutti.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the trail. */
public interface AuditQuery {

    /** The digest that a record about {@code content} has as {@code content} in its detail; 43 letters of Base64 for URLs. */
    String digest(List<JsonNode> content);

    /** The most records that one page holds. */
    int LARGEST_PAGE = 1000;

    /** The records that fit, oldest first. */
    Page find(Filter filter);

    /**
     * What to look for; null = any.
     *
     * @param task a task's id
     * @param principal who asked
     * @param tenant on whose account
     * @param action an {@link AuditAction#word()}
     * @param from not before it
     * @param to before it
     * @param after only records with a larger number; 0 = from the start; a {@link Page#next()}
     * @param limit 1 to {@link #LARGEST_PAGE}; others are brought into that range
     */
    record Filter(
            @Nullable String task,
            @Nullable String principal,
            @Nullable String tenant,
            @Nullable String action,
            @Nullable Instant from,
            @Nullable Instant to,
            long after,
            int limit) {

        /** The same, from behind another number. */
        public Filter after(long seq) {
            return new Filter(task, principal, tenant, action, from, to, seq, limit);
        }

        /** Whether nothing but a period is asked for. */
        boolean isForAll() {
            return after == 0 && Stream.of(task, principal, tenant, action).allMatch(Objects::isNull);
        }

        boolean fits(AuditRecord row) {
            return row.seq() > after
                    && (task == null || task.equals(row.task()))
                    && (principal == null || principal.equals(row.principal()))
                    && (tenant == null || tenant.equals(row.tenant()))
                    && (action == null || action.equals(row.action()))
                    && (from == null || !row.at().isBefore(from))
                    && (to == null || row.at().isBefore(to));
        }
    }

    /**
     * Some records.
     *
     * @param records oldest first
     * @param next where to go on, or null when there was no more
     */
    record Page(List<AuditRecord> records, @Nullable Long next) {}
}
