package io.tutti.access;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tutti.failure.Unavailable;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/** Answers 401, 403 and 503 as problem documents (RFC 9457), under {@code /v1} as OpenAI writes errors. Safe for use by many threads. */
final class Unauthenticated implements AuthenticationEntryPoint, AccessDeniedHandler {

    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
            throws IOException {
        answer(
                request,
                response,
                "This address wants a bearer token; send it as 'Authorization: Bearer <token>'."
                        + " The administrator's is in data/secrets/admin.token.");
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException reason)
            throws IOException {
        write(
                request,
                response,
                HttpServletResponse.SC_FORBIDDEN,
                "not-permitted",
                "The caller's roles do not allow" + " this address; an administrator can change them in access.yaml.");
    }

    static void answer(HttpServletRequest request, HttpServletResponse response, String detail) throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        write(request, response, HttpServletResponse.SC_UNAUTHORIZED, "unauthenticated", detail);
    }

    static void notNow(HttpServletRequest request, HttpServletResponse response, Unavailable failure)
            throws IOException {
        write(
                request,
                response,
                HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                failure.kind(),
                String.valueOf(failure.getMessage()));
    }

    private static void write(
            HttpServletRequest request, HttpServletResponse response, int status, String title, String detail)
            throws IOException {
        boolean openAi = request.getRequestURI().startsWith("/v1/");
        Map<String, Object> body = openAi ? openAi(status, title, detail) : problem(request, status, title, detail);
        response.setStatus(status);
        response.setContentType(openAi ? MediaType.APPLICATION_JSON_VALUE : MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, Object> problem(HttpServletRequest request, int status, String title, String detail) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "about:blank");
        problem.put("title", title);
        problem.put("status", status);
        problem.put("detail", detail);
        problem.put("instance", request.getRequestURI());
        return problem;
    }

    /** What OpenAI's clients read. */
    private static Map<String, Object> openAi(int status, String title, String detail) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("message", detail);
        error.put(
                "type",
                switch (status) {
                    case HttpServletResponse.SC_UNAUTHORIZED -> "authentication_error";
                    case HttpServletResponse.SC_FORBIDDEN -> "permission_error";
                    default -> "server_error";
                });
        error.put("param", null);
        error.put("code", title);
        return Map.of("error", error);
    }
}
