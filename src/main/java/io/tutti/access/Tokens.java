package io.tutti.access;

import io.tutti.access.Issuer.Issued;
import io.tutti.home.ConfigFiles;
import io.tutti.home.Secrets;
import io.tutti.home.Setting;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Bearer tokens: the administrator's from {@code data/secrets/admin.token}, the others by their SHA-256 in access.yaml and
 * in the database, and those of an OpenID Connect provider where there is one. A token is compared with every known hash in constant time; one that has expired counts as unknown.
 * Thread-safe.
 */
@Component
public final class Tokens {

    private static final String FILE = "access";

    private final List<Known> configured = new ArrayList<>();
    private final Principals principals;
    private final JwtCallers jwts;
    private final Issuer issuer;
    private final Clock clock;

    Tokens(Secrets secrets, ConfigFiles config, Principals principals, JwtCallers jwts, Issuer issuer, Clock clock) {
        this.principals = principals;
        this.jwts = jwts;
        this.issuer = issuer;
        this.clock = clock;
        configured.add(new Known(
                hash(secrets.adminToken()), principals.named(Caller.ADMIN).orElseThrow(), null));
        new Setting(config.read(FILE), "", (pointer, expected) -> config.wrong(FILE, pointer, expected))
                .at("principals")
                .entries()
                .forEach((name, entry) -> configured.add(new Known(
                        entry.text("token-sha256", ""),
                        principals.named(name).orElseThrow(),
                        expiry(entry.at("expires")))));
    }

    /** Who holds {@code token} now; empty when nobody does. */
    public Optional<Caller> authenticate(String token) {
        if (jwts.reads(token)) {
            Optional<Caller> caller = jwts.authenticate(token);
            caller.ifPresent(issuer::remember);
            return caller;
        }
        byte[] hash = hash(token).getBytes(StandardCharsets.US_ASCII);
        Instant now = clock.instant();
        Optional<Caller> found = Optional.empty();
        for (Known each : configured) {
            if (each.isHeldBy(hash, now)) {
                found = Optional.of(each.caller);
            }
        }
        for (Issued each : principals.issued()) {
            boolean current = new Known(each.hash(), each.caller(), each.expiresAt()).isHeldBy(hash, now);
            boolean previous = each.previousHash() != null
                    && new Known(each.previousHash(), each.caller(), each.previousUntil()).isHeldBy(hash, now);
            if (current || previous) {
                found = Optional.of(each.caller());
            }
        }
        return found;
    }

    /** SHA-256 of {@code token}, 64 hex digits. */
    static String hash(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    private static @Nullable Instant expiry(Setting expires) {
        if (!expires.isPresent()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(expires.node().asText()).toInstant();
        } catch (DateTimeParseException e) {
            throw expires.wrong("expected a time with its offset, for example 2027-01-31T00:00:00Z.");
        }
    }

    private record Known(
            String hash, Caller caller, @Nullable Instant until) {

        boolean isHeldBy(byte[] asked, Instant now) {
            boolean same = MessageDigest.isEqual(hash.getBytes(StandardCharsets.US_ASCII), asked);
            return same && (until == null || now.isBefore(until));
        }
    }
}
