package io.tutti.door;

import io.tutti.access.Caller;
import io.tutti.access.Issuer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Principals and their tokens over HTTP. */
@RestController
@RequestMapping("/api/principals")
final class PrincipalApi {

    private static final Duration LONGEST = Duration.ofDays(3650);

    private final Issuer issuer;
    private final Rights rights;

    PrincipalApi(Issuer issuer, Rights rights) {
        this.issuer = issuer;
        this.rights = rights;
    }

    /**
     * Who is to be made.
     *
     * @param name small letters, digits and hyphens
     * @param tenant the caller's when left out
     * @param roles of access.yaml
     * @param expiresIn for example {@code 90d}; never when left out
     */
    record Request(
            @Nullable String name,
            @Nullable String tenant,
            @Nullable Set<String> roles,
            @Nullable String expiresIn) {}

    /**
     * How a token is rotated.
     *
     * @param grace how long the old one counts beside the new one; not at all when left out
     * @param expiresIn as for {@link Request}
     */
    record Rotation(@Nullable String grace, @Nullable String expiresIn) {}

    /** A principal; the token is there in the one answer that makes it. */
    record Shown(
            String name,
            String tenant,
            Set<String> roles,
            @Nullable Instant expiresAt,
            @Nullable Instant previousUntil,
            String createdBy,
            Instant createdAt,
            @Nullable String token) {

        static Shown of(Issuer.Issued each, @Nullable String token) {
            return new Shown(
                    each.caller().principal(),
                    each.caller().tenant(),
                    new TreeSet<>(each.caller().roles()),
                    each.expiresAt(),
                    each.previousUntil(),
                    each.createdBy(),
                    each.createdAt(),
                    token);
        }
    }

    @GetMapping
    List<Shown> all(@AuthenticationPrincipal Caller caller) {
        rights.require(caller, Rights.READ_PRINCIPALS);
        return issuer.all().stream()
                .filter(each -> caller.isAdmin() || each.caller().tenant().equals(caller.tenant()))
                .map(each -> Shown.of(each, null))
                .toList();
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Shown create(@RequestBody Request request, @AuthenticationPrincipal Caller caller) {
        rights.require(caller, Rights.CHANGE_PRINCIPALS);
        var made = issuer.create(
                caller,
                request.name(),
                request.tenant(),
                request.roles() == null ? Set.of() : request.roles(),
                duration("expiresIn", request.expiresIn()));
        return Shown.of(made.principal(), made.token());
    }

    @PostMapping("/{name}/token")
    Shown rotate(@PathVariable String name, @RequestBody Rotation request, @AuthenticationPrincipal Caller caller) {
        rights.require(caller, Rights.CHANGE_PRINCIPALS);
        var rotated = issuer.rotate(
                caller, name, duration("grace", request.grace()), duration("expiresIn", request.expiresIn()));
        return Shown.of(rotated.principal(), rotated.token());
    }

    /** @return who is left */
    @DeleteMapping("/{name}")
    List<Shown> remove(@PathVariable String name, @AuthenticationPrincipal Caller caller) {
        rights.require(caller, Rights.CHANGE_PRINCIPALS);
        issuer.remove(caller, name);
        return all(caller);
    }

    private static @Nullable Duration duration(String name, @Nullable String text) {
        return text == null ? null : Durations.parse(name, text, LONGEST);
    }
}
