package io.tutti.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a flow is at one time.
 *
 * @param flow its name
 * @param hash SHA-256 of {@code routes}, 64 hex digits
 * @param routes the flow's route and then its parts by name, as a JSON text that Camel's YAML loader takes; comments and
 *     layout of the files are not in it
 */
record Definition(String flow, String hash, String routes) {

    private static final int SHORT = 8;

    static Definition of(String flow, JsonNode routes) {
        String text = routes.toString();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return new Definition(flow, HexFormat.of().formatHex(digest), text);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }

    /** What people are shown of a hash. */
    static String shortened(String hash) {
        return hash.length() <= SHORT ? hash : hash.substring(0, SHORT);
    }

    /** The name that a route of this definition has beside the present ones. */
    String kept(String route) {
        return route + "@" + shortened(hash);
    }
}
