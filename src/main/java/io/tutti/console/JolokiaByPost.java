package io.tutti.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps Jolokia's GET form shut, except for its version: it can run an operation, and a browser sends the session with a
 * link from anywhere.
 */
final class JolokiaByPost extends OncePerRequestFilter {

    private static final Pattern JOLOKIA = Pattern.compile("(/hawtio)?/jolokia(/.*)?");
    private static final Pattern VERSION = Pattern.compile("(/hawtio)?/jolokia/?(version/?)?");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        boolean shut = JOLOKIA.matcher(path).matches()
                && !"POST".equals(request.getMethod())
                && !VERSION.matcher(path).matches();
        if (shut) {
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            return;
        }
        chain.doFilter(request, response);
    }
}
