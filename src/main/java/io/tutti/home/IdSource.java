package io.tutti.home;

/** Gives identifiers that are unique over all hubs. Safe for use by many threads. */
@FunctionalInterface
public interface IdSource {

    /** A new identifier: a UUID of version 7 (RFC 9562), 36 characters, in the order of time. */
    String next();
}
