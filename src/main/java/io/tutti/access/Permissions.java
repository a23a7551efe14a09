package io.tutti.access;

import io.tutti.home.ConfigFiles;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * What roles may do, from access.yaml. What no rule allows is denied, and a rule that denies counts before all that
 * allow. A flow brings the permission for its connectors with it, unless a role of its caller says which connectors
 * it may use. When a condition cannot be evaluated, the rule that would allow does not count, and the one that would deny or
 * wants an approval does. Immutable.
 */
@Component
public final class Permissions {

    private static final String CONNECTOR = "connector:";

    private final AccessRules rules;
    private final Clock clock;

    Permissions(ConfigFiles config, Clock clock) {
        this.rules = AccessRules.of(config);
        this.clock = clock;
    }

    /** The rules of {@code config}, for use without a hub. */
    public static Permissions of(ConfigFiles config, Clock clock) {
        return new Permissions(config, clock);
    }

    /** Complains about what is wrong in access.yaml. */
    public static void check(ConfigFiles config) {
        AccessRules.of(config);
    }

    /** Whether {@code caller} may do {@code action}, outside a task and without arguments; for what is only listed. */
    public boolean allows(Caller caller, String action) {
        return decide(Asked.of(caller, action)).isAllowed();
    }

    /** Whether {@code caller} may do {@code action} under some condition; for what is only listed. */
    public boolean mayAllow(Caller caller, String action) {
        List<AccessRules.Role> roles = caller.roles().stream()
                .flatMap(role -> rules.role(role).stream())
                .toList();
        boolean isDenied = roles.stream()
                .flatMap(role -> role.deny().stream())
                .anyMatch(rule -> rule.condition() == null && rule.isAbout(action));
        return !isDenied
                && (caller.isAdmin()
                        || roles.stream()
                                .flatMap(role -> role.allow().stream())
                                .anyMatch(rule -> rule.isAbout(action)));
    }

    /** The roles that access.yaml describes. */
    Set<String> roles() {
        return rules.roles().keySet();
    }

    /** Which rule allows or denies what is asked, and who has to agree to it. */
    public Verdict decide(Asked asked) {
        Instant now = clock.instant();
        Verdict verdict = permission(asked, now);
        if (!verdict.isAllowed()) {
            return verdict;
        }
        return rules.approvals().stream()
                .filter(approval -> approval.rule().counts(asked, now, true))
                .max((one, other) -> Integer.compare(one.people(), other.people()))
                .map(approval -> verdict.after(approval.people(), "approvals: " + approval.rule()))
                .orElse(verdict);
    }

    private Verdict permission(Asked asked, Instant now) {
        Collection<String> roles = asked.caller().roles();
        Optional<String> denying = first(roles, AccessRules.Role::deny, asked, now, true);
        if (denying.isPresent()) {
            return Verdict.denied("it is denied by " + denying.get());
        }
        if (asked.caller().isAdmin()) {
            return Verdict.allowed("role admin");
        }
        if (asked.action().startsWith(CONNECTOR) && namesNoConnector(roles)) {
            return Verdict.allowed(
                    "no rule of the roles " + sorted(roles) + " names connectors: those of a flow are the flow's");
        }
        return first(roles, AccessRules.Role::allow, asked, now, false)
                .map(Verdict::allowed)
                .orElseGet(() -> Verdict.denied(nothing(asked)));
    }

    private boolean namesNoConnector(Collection<String> roles) {
        List<Rule> allowing = roles.stream()
                .flatMap(role -> rules.role(role).stream())
                .flatMap(role -> role.allow().stream())
                .toList();
        return !allowing.isEmpty() && allowing.stream().noneMatch(rule -> rule.isOf(CONNECTOR));
    }

    private static List<String> sorted(Collection<String> roles) {
        return roles.stream().sorted().toList();
    }

    private Optional<String> first(
            Collection<String> roles,
            Function<AccessRules.Role, List<Rule>> kind,
            Asked asked,
            Instant now,
            boolean unknown) {
        return roles.stream()
                .sorted()
                .flatMap(role -> rules.role(role).stream()
                        .flatMap(known -> kind.apply(known).stream())
                        .filter(rule -> rule.counts(asked, now, unknown))
                        .map(rule -> "role " + role + ": " + rule))
                .findFirst();
    }

    /** Names the rules that would allow it under other conditions. */
    private String nothing(Asked asked) {
        List<String> roles = sorted(asked.caller().roles());
        List<String> nearly = roles.stream()
                .flatMap(role -> rules.role(role).stream()
                        .flatMap(known -> known.allow().stream())
                        .filter(rule -> rule.isAbout(asked.action()))
                        .map(rule -> "role " + role + ": " + rule))
                .toList();
        return nearly.isEmpty() ? "no rule of the roles " + roles + " allows it" : "it is allowed only by " + nearly;
    }
}
