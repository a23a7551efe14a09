package io.tutti.access;

import io.tutti.home.ConfigFiles;
import io.tutti.home.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Bearer tokens: the administrator's from {@code data/secrets/admin.token}, the others by their SHA-256 in access.yaml. A
 * token is compared with every known hash in constant time. Immutable.
 */
@Component
public final class Tokens {

    private final List<Known> known = new ArrayList<>();

    Tokens(Secrets secrets, ConfigFiles config, Principals principals) {
        known.add(new Known(
                sha256(secrets.adminToken()), principals.named(Caller.ADMIN).orElseThrow()));
        config.read("access")
                .path("principals")
                .properties()
                .forEach(entry -> known.add(new Known(
                        HexFormat.of()
                                .parseHex(entry.getValue().path("token-sha256").asText()),
                        principals.named(entry.getKey()).orElseThrow())));
    }

    /** Who holds {@code token}; empty when nobody does. */
    public Optional<Caller> authenticate(String token) {
        byte[] hash = sha256(token);
        Optional<Caller> found = Optional.empty();
        for (Known each : known) {
            if (MessageDigest.isEqual(each.hash, hash)) {
                found = Optional.of(each.caller);
            }
        }
        return found;
    }

    private static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    private record Known(byte[] hash, Caller caller) {}
}
