package io.tutti.access;

import io.tutti.audit.AuditAction;
import io.tutti.audit.AuditEvent;
import io.tutti.audit.AuditTrail;
import io.tutti.audit.Recurring;
import io.tutti.commit.Commits;
import io.tutti.commit.Write;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/**
 * Makes principals with tokens, and gives them new tokens. Of a token only the hash is kept. Each hub reads the
 * principals again every half second, and at once where one was changed. Thread-safe.
 */
@Component
public final class Issuer implements InitializingBean, DisposableBean {

    private static final Duration READ_EVERY = Duration.ofMillis(500);
    private static final Duration LONGEST_GRACE = Duration.ofDays(30);
    private static final Duration LONGEST_LIFE = Duration.ofDays(3650);
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,99}");
    private static final int TOKEN_BYTES = 32;

    /** No token has this hash, which is none. */
    private static final String NO_TOKEN = "";

    private final JdbcPrincipals rows;
    private final Permissions permissions;
    private final Principals principals;
    private final AuditTrail audit;
    private final Commits commits;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Recurring reading;

    Issuer(
            JdbcPrincipals rows,
            Permissions permissions,
            Principals principals,
            AuditTrail audit,
            Commits commits,
            Clock clock) {
        this.rows = rows;
        this.permissions = permissions;
        this.principals = principals;
        this.audit = audit;
        this.commits = commits;
        this.clock = clock;
        this.reading = new Recurring("principals", Duration.ZERO, READ_EVERY, this::read);
    }

    /**
     * A principal that the API made.
     *
     * @param caller who
     * @param hash SHA-256 of the token, 64 hex digits
     * @param expiresAt until when the token counts; null = until it is rotated
     * @param previousHash that of the token before; null when there was none
     * @param previousUntil until when that one counts
     * @param createdBy the principal who made it
     * @param createdAt when
     */
    public record Issued(
            Caller caller,
            String hash,
            @Nullable Instant expiresAt,
            @Nullable String previousHash,
            @Nullable Instant previousUntil,
            String createdBy,
            Instant createdAt) {

        Issued rotated(String newHash, @Nullable Instant newExpiry, Instant oldUntil) {
            return new Issued(caller, newHash, newExpiry, hash, oldUntil, createdBy, createdAt);
        }
    }

    /**
     * A token, which nobody will see again.
     *
     * @param token 64 hex digits
     * @param principal whose
     */
    public record Token(String token, Issued principal) {}

    /** Reads who there is before anybody is let in. */
    @Override
    public void afterPropertiesSet() {
        read();
        reading.start();
    }

    @Override
    public void destroy() {
        reading.stop();
    }

    /** All that were made, by name. */
    public List<Issued> all() {
        return rows.all();
    }

    /**
     * Makes a principal. Who is not the administrator makes it for the own tenant, with roles that it has itself.
     *
     * @param life how long its token counts, at most 10 years; null = until it is rotated
     * @throws Refused when the name is taken or impossible, a role unknown, or more is given than the maker has
     */
    public Token create(
            Caller by, @Nullable String name, @Nullable String tenant, Set<String> roles, @Nullable Duration life) {
        String account = tenant == null ? by.tenant() : tenant;
        if (name == null
                || !NAME.matcher(name).matches()
                || !NAME.matcher(account).matches()) {
            throw new Refused(
                    Reason.BAD_INPUT,
                    "A principal and its tenant are named by small letters, digits and hyphens, at most 100; found '%s' of '%s'."
                            .formatted(name, account));
        }
        if (principals.isConfigured(name)) {
            throw new Refused(
                    Reason.CONFLICT, "Principal '%s' was to be made; it is in access.yaml already.".formatted(name));
        }
        requireRoles(by, account, roles);
        String token = newToken();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var made = new Issued(
                new Caller(name, account, roles), Tokens.hash(token), end(now, life), null, null, by.principal(), now);
        change(
                by,
                name,
                JdbcPrincipals.insert(made),
                Map.of("change", "made", "roles", String.join(" ", new TreeSet<>(roles))));
        return new Token(token, made);
    }

    /**
     * Gives a principal a new token, within the limits of {@link #create}.
     *
     * @param grace how long the old one counts beside it, at most 30 days; null = not at all
     * @param life as for {@link #create}
     */
    public Token rotate(Caller by, String name, @Nullable Duration grace, @Nullable Duration life) {
        Issued before = require(by, name);
        if (before.hash().equals(NO_TOKEN)) {
            throw new Refused(
                    Reason.CONFLICT,
                    "Principal '%s' was to have a token; it has those of its OpenID Connect provider.".formatted(name));
        }
        Duration beside = grace == null ? Duration.ZERO : grace;
        if (beside.isNegative() || beside.compareTo(LONGEST_GRACE) > 0) {
            throw new Refused(
                    Reason.BAD_INPUT,
                    "An old token may count for at most 30 days beside the new one; found " + grace + ".");
        }
        String token = newToken();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant expiresAt = end(now, life);
        change(
                by,
                name,
                JdbcPrincipals.rotate(name, Tokens.hash(token), expiresAt, now.plus(beside)),
                Map.of("change", "rotated"));
        return new Token(token, before.rotated(Tokens.hash(token), expiresAt, now.plus(beside)));
    }

    /** Removes a principal, within the limits of {@link #create}: its token counts no more, and its tasks have no rights. */
    public void remove(Caller by, String name) {
        require(by, name);
        change(by, name, JdbcPrincipals.delete(name), Map.of("change", "removed"));
    }

    /** Keeps the rights that an OpenID Connect provider gives {@code caller}, for what its tasks do later. */
    void remember(Caller caller) {
        if (principals.named(caller.principal()).filter(caller::equals).isPresent()) {
            return;
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        commits.commit(List.of(
                JdbcPrincipals.deleteIfThere(caller.principal()),
                JdbcPrincipals.insert(new Issued(caller, NO_TOKEN, null, null, null, "oidc", now)),
                audit.record(new AuditEvent(
                        AuditAction.PRINCIPAL_CHANGED,
                        null,
                        caller.principal(),
                        caller.tenant(),
                        caller.principal(),
                        Map.of("change", "seen", "roles", String.join(" ", new TreeSet<>(caller.roles())))))));
        read();
    }

    /** A token is as good as its principal's rights, so that who gives it must have them. */
    private Issued require(Caller by, String name) {
        Issued found = find(by, name);
        requireOwn(by, found.caller().tenant(), found.caller().roles());
        return found;
    }

    private Issued find(Caller by, String name) {
        return rows.all().stream()
                .filter(each -> each.caller().principal().equals(name))
                .filter(each -> by.isAdmin() || each.caller().tenant().equals(by.tenant()))
                .findFirst()
                .orElseThrow(() -> JdbcPrincipals.unknown(name));
    }

    private void requireRoles(Caller by, String tenant, Set<String> roles) {
        if (roles.isEmpty() || !permissions.roles().containsAll(roles)) {
            throw new Refused(
                    Reason.BAD_INPUT,
                    "A principal needs roles of access.yaml, which has %s; found %s."
                            .formatted(permissions.roles(), new TreeSet<>(roles)));
        }
        requireOwn(by, tenant, roles);
    }

    private static void requireOwn(Caller by, String tenant, Set<String> roles) {
        if (!by.isAdmin() && (!tenant.equals(by.tenant()) || !by.roles().containsAll(roles))) {
            throw new Refused(
                    Reason.NOT_PERMITTED,
                    "Principal '%s' of '%s' was to give or take the roles %s in '%s'; nobody but the administrator gives more than the own roles %s, or in another tenant."
                            .formatted(
                                    by.principal(),
                                    by.tenant(),
                                    new TreeSet<>(roles),
                                    tenant,
                                    new TreeSet<>(by.roles())));
        }
    }

    private static @Nullable Instant end(Instant now, @Nullable Duration life) {
        if (life != null && (!life.isPositive() || life.compareTo(LONGEST_LIFE) > 0)) {
            throw new Refused(Reason.BAD_INPUT, "A token counts for at most 3650 days; found " + life + ".");
        }
        return life == null ? null : now.plus(life);
    }

    private void change(Caller by, String name, Write row, Map<String, Object> detail) {
        commits.commit(List.of(
                row,
                audit.record(new AuditEvent(
                        AuditAction.PRINCIPAL_CHANGED, null, by.principal(), by.tenant(), name, detail))));
        read();
    }

    /** One at a time, so that nobody puts back what was read before. */
    private synchronized void read() {
        principals.issued(rows.all());
    }

    private String newToken() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
