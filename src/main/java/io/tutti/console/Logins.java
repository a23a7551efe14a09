package io.tutti.console;

import io.tutti.access.Caller;
import io.tutti.access.CallerAuthentication;
import io.tutti.access.Tokens;
import io.tutti.audit.AuditAction;
import io.tutti.audit.AuditEvent;
import io.tutti.audit.AuditTrail;
import io.tutti.commit.Commits;
import java.util.List;
import java.util.Map;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/**
 * The login form: a principal's name and, as password, its token. Each try that is looked at leaves an audit record; a
 * login whose record cannot be written fails. Safe for use by many threads.
 */
final class Logins implements AuthenticationProvider {

    private static final String NOBODY = "unknown";

    private final Tokens tokens;
    private final LoginThrottle throttle;
    private final AuditTrail trail;
    private final Commits commits;

    Logins(Tokens tokens, LoginThrottle throttle, AuditTrail trail, Commits commits) {
        this.tokens = tokens;
        this.throttle = throttle;
        this.trail = trail;
        this.commits = commits;
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        String address = addressOf(attempt);
        if (!throttle.allows(address)) {
            throw new LockedException("Too many failed logins from " + address + "; wait, then try again.");
        }
        var caller = tokens.authenticate(String.valueOf(attempt.getCredentials()))
                .filter(found -> found.principal().equals(attempt.getName()));
        if (caller.isEmpty()) {
            throttle.failed(address);
            record(NOBODY, NOBODY, "failed", address);
            throw new BadCredentialsException("This name and token do not belong together.");
        }
        record(caller.get().principal(), caller.get().tenant(), "succeeded", address);
        throttle.succeeded(address);
        return authenticated(caller.get(), attempt);
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }

    private static Authentication authenticated(Caller caller, Authentication attempt) {
        var authentication = new CallerAuthentication(caller);
        authentication.setDetails(attempt.getDetails());
        return authentication;
    }

    /** The name that was typed is not recorded: people type their password there. */
    private void record(String principal, String tenant, String outcome, String address) {
        commits.commit(List.of(trail.record(new AuditEvent(
                AuditAction.LOGIN, null, principal, tenant, "console", Map.of("outcome", outcome, "from", address)))));
    }

    private static String addressOf(Authentication attempt) {
        return attempt.getDetails() instanceof WebAuthenticationDetails details ? details.getRemoteAddress() : NOBODY;
    }
}
