package io.tutti.door;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.tutti.budget.OverBudget;
import io.tutti.failure.Failure;
import io.tutti.failure.Refused;
import io.tutti.failure.Unavailable;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Every failure of the API as a problem document (RFC 9457); never a stack trace. Thread-safe. */
@RestControllerAdvice
final class Problems extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final String RETRY_SECONDS = "2";
    private static final String BAD_INPUT = "bad-input";

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> failed(Failure failure, WebRequest request) {
        return switch (failure) {
            case OverBudget over ->
                retryAfter(
                        over,
                        problem(failure, HttpStatus.TOO_MANY_REQUESTS, over.kind(), failure.getMessage(), request));
            case Refused refused ->
                problem(
                        failure,
                        HttpStatus.valueOf(refused.reason().status()),
                        refused.kind(),
                        failure.getMessage(),
                        request);
            case Unavailable unavailable ->
                problem(failure, HttpStatus.SERVICE_UNAVAILABLE, failure.kind(), failure.getMessage(), request);
        };
    }

    private static @Nullable ResponseEntity<Object> retryAfter(
            OverBudget over, @Nullable ResponseEntity<Object> answer) {
        return answer == null || over.retryAfter().isEmpty()
                ? answer
                : ResponseEntity.status(answer.getStatusCode())
                        .headers(answer.getHeaders())
                        .header(
                                HttpHeaders.RETRY_AFTER,
                                String.valueOf(over.retryAfter().get().toSeconds() + 1))
                        .body(answer.getBody());
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> databaseAway(DataAccessException failure, WebRequest request) {
        LOG.warn("The database does not answer: {}", failure.getMessage());
        return problem(
                failure,
                HttpStatus.SERVICE_UNAVAILABLE,
                "unavailable",
                "The hub's database does not answer; nothing was changed. Try again in a moment.",
                request);
    }

    /** The port is open for a moment before Camel has started and after it has stopped. */
    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> startingOrStopping(RejectedExecutionException failure, WebRequest request) {
        return problem(
                failure,
                HttpStatus.SERVICE_UNAVAILABLE,
                "unavailable",
                "The hub is starting or stopping; nothing was taken. Wait until GET /health/ready answers 200.",
                request);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> unexpected(RuntimeException failure, WebRequest request) {
        LOG.error("{} failed", request.getDescription(false), failure);
        return problem(
                failure,
                HttpStatus.INTERNAL_SERVER_ERROR,
                "error",
                "The hub failed at this request; its log at this time says why.",
                request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refused refused) {
                return failed(refused, request);
            }
        }
        return problem(e, HttpStatus.BAD_REQUEST, BAD_INPUT, unreadable(e), request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleNoResourceFoundException(
            NoResourceFoundException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String detail = "%s /%s was asked for; there is nothing of that name."
                .formatted(e.getHttpMethod(), e.getResourcePath());
        return problem(e, HttpStatus.NOT_FOUND, "not-found", detail, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpRequestMethodNotSupported(
            HttpRequestMethodNotSupportedException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String detail = "%s is not possible here; possible: %s."
                .formatted(
                        e.getMethod(),
                        String.join(", ", e.getSupportedMethods() == null ? new String[0] : e.getSupportedMethods()));
        return problem(e, HttpStatus.METHOD_NOT_ALLOWED, BAD_INPUT, detail, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMediaTypeNotSupported(
            HttpMediaTypeNotSupportedException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String detail = "A body of the type '%s' came; send JSON with Content-Type: application/json."
                .formatted(e.getContentType());
        return problem(e, HttpStatus.UNSUPPORTED_MEDIA_TYPE, BAD_INPUT, detail, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String detail = "'%s' must be %s; found '%s'."
                .formatted(
                        e instanceof MethodArgumentTypeMismatchException wrong ? wrong.getName() : "A value",
                        wanted(e.getRequiredType()),
                        e.getValue());
        return problem(e, HttpStatus.BAD_REQUEST, BAD_INPUT, detail, request);
    }

    private static String wanted(@Nullable Class<?> type) {
        if (type == Instant.class) {
            return "a time such as 2026-01-31T00:00:00Z";
        }
        return type == boolean.class || type == Boolean.class ? "true or false" : "a whole number";
    }

    private @Nullable ResponseEntity<Object> problem(
            Exception failure, HttpStatus status, String kind, String detail, WebRequest request) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setTitle(kind);
        HttpHeaders headers = new HttpHeaders();
        if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            headers.set(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        }
        return handleExceptionInternal(failure, problem, headers, status, request);
    }

    private static String unreadable(HttpMessageNotReadableException e) {
        if (!(e.getCause() instanceof JsonProcessingException json)) {
            return "A JSON body was expected; none was found.";
        }
        return switch (json) {
            case UnrecognizedPropertyException unknown ->
                "There is no field '%s' here; there are %s."
                        .formatted(
                                unknown.getPropertyName(),
                                unknown.getKnownPropertyIds().stream()
                                        .map(String::valueOf)
                                        .sorted()
                                        .collect(Collectors.joining(", ")));
            case MismatchedInputException wrong ->
                wrong.getPath().isEmpty()
                        ? "A JSON object was expected; found something else."
                        : "The field '%s' holds something else than is expected there."
                                .formatted(wrong.getPath().getLast().getFieldName());
            default ->
                "The request's body is not the JSON that is expected here: "
                        + json.getOriginalMessage().replaceAll(", from `[^`]*`", "") + where(json) + ".";
        };
    }

    private static String where(JsonProcessingException json) {
        return json.getLocation() == null
                ? ""
                : " (line %d, column %d)"
                        .formatted(
                                json.getLocation().getLineNr(),
                                json.getLocation().getColumnNr());
    }
}
