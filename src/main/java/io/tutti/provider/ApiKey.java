package io.tutti.provider;

/**
 * A key that never shows itself.
 *
 * @param secret the key; empty when the endpoint wants none
 */
public record ApiKey(String secret) {

    public static final ApiKey NONE = new ApiKey("");

    public boolean isEmpty() {
        return secret.isEmpty();
    }

    @Override
    public String toString() {
        return isEmpty() ? "none" : "***";
    }
}
