package io.tutti.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.budget.OverBudget;
import io.tutti.failure.Failure;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Every failure of this door as its callers expect it; never a stack trace. Thread-safe. */
@RestControllerAdvice(basePackageClasses = Errors.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
final class Errors {

    private static final Logger LOG = LoggerFactory.getLogger(Errors.class);
    private static final String RETRY_SECONDS = "2";
    private static final int NOT_NOW = 503;

    @ExceptionHandler
    ResponseEntity<JsonNode> failed(Failure failure) {
        return answer(ErrorBody.of(failure));
    }

    @ExceptionHandler
    ResponseEntity<JsonNode> overBudget(OverBudget failure) {
        ResponseEntity<JsonNode> answer = failed(failure);
        return failure.retryAfter()
                .map(time -> ResponseEntity.status(answer.getStatusCode())
                        .headers(answer.getHeaders())
                        .header(HttpHeaders.RETRY_AFTER, String.valueOf(time.toSeconds() + 1))
                        .body(answer.getBody()))
                .orElse(answer);
    }

    @ExceptionHandler
    ResponseEntity<JsonNode> unreadable(HttpMessageNotReadableException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refused refused) {
                return failed(refused);
            }
        }
        String where = failure.getCause() instanceof JsonProcessingException json && json.getLocation() != null
                ? " (line %d, column %d)"
                        .formatted(
                                json.getLocation().getLineNr(),
                                json.getLocation().getColumnNr())
                : "";
        return failed(new Refused(Reason.BAD_INPUT, "The request's body is no JSON" + where + "."));
    }

    @ExceptionHandler
    ResponseEntity<JsonNode> unsupported(HttpMediaTypeNotSupportedException failure) {
        return failed(new Refused(
                Reason.BAD_INPUT,
                "A body of the type '%s' came; send JSON with Content-Type: application/json."
                        .formatted(failure.getContentType())));
    }

    /** The database is away, or the hub is starting or stopping. */
    @ExceptionHandler({DataAccessException.class, RejectedExecutionException.class})
    ResponseEntity<JsonNode> notNow(RuntimeException failure) {
        LOG.warn("Not now: {}", failure.getMessage());
        return answer(new ErrorBody(
                NOT_NOW,
                "The hub cannot take requests at this moment; nothing was called. Try again when GET /health/ready answers"
                        + " 200.",
                "server_error",
                "unavailable",
                null));
    }

    @ExceptionHandler
    ResponseEntity<JsonNode> unexpected(RuntimeException failure, HttpServletRequest request) {
        LOG.error("{} failed", request.getRequestURI(), failure);
        return answer(ErrorBody.unexpected());
    }

    private static ResponseEntity<JsonNode> answer(ErrorBody body) {
        // Whoever asked for a stream accepts events; an error is JSON all the same.
        var response = ResponseEntity.status(body.status()).contentType(MediaType.APPLICATION_JSON);
        if (body.status() == NOT_NOW) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        }
        return response.body(body.toJson());
    }
}
