package io.tutti.door;

import io.tutti.failure.Refused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Answers a request that a filter refuses as the address that it was for answers: with a problem document, and under
 * {@code /v1} as OpenAI writes errors. Safe for use by many threads.
 */
@Component
final class EarlyRefusal {

    private final HandlerExceptionResolver handlerExceptionResolver;
    private final RequestMappingHandlerMapping addresses;

    EarlyRefusal(
            HandlerExceptionResolver handlerExceptionResolver,
            @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping addresses) {
        this.handlerExceptionResolver = handlerExceptionResolver;
        this.addresses = addresses;
    }

    void answer(HttpServletRequest request, HttpServletResponse response, Refused refusal) {
        handlerExceptionResolver.resolveException(request, response, handler(request), refusal);
    }

    private @Nullable Object handler(HttpServletRequest request) {
        ServletRequestPathUtils.parseAndCache(request);
        try {
            var found = addresses.getHandler(request);
            return found == null ? null : found.getHandler();
        } catch (Exception e) {
            // The address knows no such method or type: that it is refused matters more than that.
            return null;
        }
    }
}
