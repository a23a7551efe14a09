package io.tutti.access;

import io.tutti.failure.Unavailable;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets a request in by its {@code Authorization: Bearer} token, for that request only. A token that nobody holds is
 * answered at once; a request without one goes on as it is. Safe for use by many threads.
 */
public final class BearerFilter extends OncePerRequestFilter {

    private static final String SCHEME = "Bearer ";

    private final Tokens tokens;

    /** @param tokens who holds which */
    public BearerFilter(Tokens tokens) {
        this.tokens = tokens;
    }

    /** The token of {@code request}; empty when it carries none. */
    public static Optional<String> tokenOf(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION))
                .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(value -> value.substring(SCHEME.length()).strip());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var token = tokenOf(request);
        if (token.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        Optional<Caller> caller;
        try {
            caller = tokens.authenticate(token.get());
        } catch (Unavailable e) {
            Unauthenticated.notNow(request, response, e);
            return;
        }
        if (caller.isEmpty()) {
            Unauthenticated.answer(
                    request,
                    response,
                    "The request's bearer token belongs to nobody, or has expired; use the one of"
                            + " data/secrets/admin.token, or one whose hash is in access.yaml.");
            return;
        }
        var context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new CallerAuthentication(caller.get()));
        SecurityContextHolder.setContext(context);
        try {
            chain.doFilter(request, response);
        } finally {
            SecurityContextHolder.clearContext();
        }
    }
}
