package io.tutti.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the trail. */
public interface AuditQuery {

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
     * @param after only records with a larger number; 0 = from the start; a {@link Page#next()}
     * @param limit 1 to {@link #LARGEST_PAGE}; others are brought into that range
     */
    record Filter(
            @Nullable String task,
            @Nullable String principal,
            @Nullable String tenant,
            @Nullable String action,
            long after,
            int limit) {}

    /**
     * Some records.
     *
     * @param records oldest first
     * @param next where to go on, or null when there was no more
     */
    record Page(List<AuditRecord> records, @Nullable Long next) {}
}
