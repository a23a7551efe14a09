package io.tutti.model;

/**
 * A key that never shows itself.
 *
 * @param secret the key; empty when the endpoint wants none
 */
record ApiKey(String secret) {

    static final ApiKey NONE = new ApiKey("");

    boolean isEmpty() {
        return secret.isEmpty();
    }

    @Override
    public String toString() {
        return isEmpty() ? "none" : "***";
    }
}
