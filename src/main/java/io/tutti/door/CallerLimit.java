package io.tutti.door;

import io.tutti.access.Caller;
import io.tutti.access.CallerAuthentication;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses what a principal asks while this hub is at work on too many of its requests. Thread-safe. */
@Component
final class CallerLimit extends OncePerRequestFilter {

    private static final String RETRY_SECONDS = "1";

    private final Map<String, Integer> underway = new ConcurrentHashMap<>();
    private final EarlyRefusal refusal;
    private final int most;

    CallerLimit(EarlyRefusal refusal, @Value("${tutti.http.most-concurrent:1024}") int most) {
        this.refusal = refusal;
        this.most = most;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication known) {
            count(known.getPrincipal(), request, response, chain);
        } else {
            chain.doFilter(request, response);
        }
    }

    private void count(Caller caller, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String name = caller.tenant() + "/" + caller.principal();
        int now = underway.merge(name, 1, Integer::sum);
        try {
            if (now > most) {
                response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
                refusal.answer(request, response, tooMany(caller));
            } else {
                chain.doFilter(request, response);
            }
        } finally {
            underway.computeIfPresent(name, (key, number) -> number == 1 ? null : number - 1);
        }
    }

    private Refused tooMany(Caller caller) {
        return new Refused(
                Reason.OVER_LIMIT,
                "Principal '%s' asked while %d of its requests were underway, which is the most that tutti.http.most-concurrent allows. Ask again when one of them has its answer."
                        .formatted(caller.principal(), most));
    }
}
