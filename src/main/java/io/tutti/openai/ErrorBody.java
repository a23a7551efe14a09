package io.tutti.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tutti.failure.Failure;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import org.jspecify.annotations.Nullable;

/**
 * A failure as OpenAI writes it: {@code {"error": {"message", "type", "param", "code"}}}.
 *
 * @param status of the response
 */
record ErrorBody(
        int status,
        String message,
        String type,
        String code,
        @Nullable String parameter) {

    private static final int UNAVAILABLE = 503;

    static ErrorBody of(Failure failure) {
        if (failure instanceof Refused refused) {
            String parameter = refused instanceof BadParameter bad ? bad.parameter() : null;
            Reason reason = refused.reason();
            return new ErrorBody(reason.status(), refused.getMessage(), type(reason), refused.kind(), parameter);
        }
        return new ErrorBody(UNAVAILABLE, failure.getMessage(), "server_error", failure.kind(), null);
    }

    /** A failure of which its caller only needs to know that it happened. */
    static ErrorBody unexpected() {
        return new ErrorBody(
                500, "The hub failed at this request; its log at this time says why.", "server_error", "error", null);
    }

    ObjectNode toJson() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("error")
                .put("message", message)
                .put("type", type)
                .put("param", parameter)
                .put("code", code);
        return body;
    }

    private static String type(Reason reason) {
        return switch (reason) {
            case UNAUTHENTICATED -> "authentication_error";
            case NOT_PERMITTED -> "permission_error";
            case OVER_LIMIT -> "rate_limit_error";
            case STOPPED -> "server_error";
            default -> "invalid_request_error";
        };
    }
}
