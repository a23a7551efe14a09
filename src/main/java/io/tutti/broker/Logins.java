package io.tutti.broker;

/** Knows who may log in at the embedded broker beside the hub itself. */
@FunctionalInterface
public interface Logins {

    /** Whether {@code password} is that of {@code user}. */
    boolean know(String user, String password);
}
