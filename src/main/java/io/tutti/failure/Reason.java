package io.tutti.failure;

import java.util.Locale;

/** Why something was refused, with the HTTP status that says the same. */
public enum Reason {
    /** The input cannot be read. */
    BAD_INPUT(400),
    /** Nobody, or not who they say. */
    UNAUTHENTICATED(401),
    /** Known, but not allowed. */
    NOT_PERMITTED(403),
    /** No such flow, task, model, tool or item. */
    NOT_FOUND(404),
    /** Somebody else was first, or the state does not allow it. */
    CONFLICT(409),
    /** More bytes, rows or depth than the limit. */
    TOO_LARGE(413),
    /** Readable, but it does not fit the schema, the check or the step. */
    UNFIT(422),
    /** A budget or a rate is used up. */
    OVER_LIMIT(429),
    /** An operator stopped it. */
    STOPPED(503);

    private final int status;

    Reason(int status) {
        this.status = status;
    }

    /** The HTTP status: 400 to 499, or 503. */
    public int status() {
        return status;
    }

    /** The kind word, for example {@code not-permitted}. */
    public String kind() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
