package io.tutti.routing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of the texts that were asked for last. Not by frequency, as a cache like Caffeine would choose: a question
 * is asked for a few times within a second and never again, and a new one has to stay through its own steps though many
 * old ones were asked for as often. Texts are kept by their digest, so that long ones take no more room. Safe for use by
 * many threads; two that ask for a new text at once may both compute it.
 */
final class LatestVectors {

    private final Map<String, float[]> latest;

    /** @param most so many texts, each of some 2 KB */
    LatestVectors(int most) {
        latest = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, float[]> eldest) {
                return size() > most;
            }
        });
    }

    /** The vector of {@code text}, computed when it is not among the latest; not the caller's own copy. */
    float[] get(String text, Function<String, float[]> compute) {
        String digest = digest(text);
        float @Nullable [] known = latest.get(digest);
        if (known != null) {
            return known;
        }
        float[] computed = compute.apply(text);
        latest.put(digest, computed);
        return computed;
    }

    private static String digest(String text) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return new String(sum, StandardCharsets.ISO_8859_1);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
