package io.tutti.command.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.failure.Unavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The hub's HTTP API. Redirects are not followed, so that the token goes nowhere else. All calls throw {@link Refused}
 * when the hub says no, with its own words, and {@link Unavailable} when it does not answer. For one thread.
 */
public final class HubClient {

    private static final Duration CONNECTS_WITHIN = Duration.ofSeconds(5);
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECTS_WITHIN)
            .build();
    private final URI address;
    private final String token;

    HubClient(URI address, String token) {
        this.address = address;
        this.token = token;
    }

    /**
     * Reads.
     *
     * @param path from the root, made of {@link #path} when it has a foreign part
     * @param query parameters; null and blank values are left out
     */
    public Answer get(String path, Map<String, ? extends @Nullable Object> query) {
        return send(request(path, query, Duration.ZERO).GET().build());
    }

    /**
     * Reads lines, which are given to {@code lines} as they come.
     *
     * @param path as in {@link #get}
     * @param query as in {@link #get}
     */
    public void lines(String path, Map<String, ? extends @Nullable Object> query, Consumer<String> lines) {
        var request = request(path, query, Duration.ZERO)
                .setHeader("Accept", "*/*")
                .GET()
                .build();
        var response = exchange(request, BodyHandlers.ofLines());
        try (Stream<String> body = response.body()) {
            if (response.statusCode() >= 300) {
                String said = body.collect(Collectors.joining("\n"));
                throw refusal(response, Answer.of(said).json());
            }
            body.forEach(lines);
        } catch (UncheckedIOException e) {
            throw new Unavailable("Talking to " + address + " broke off; what came is not all. See its log.", e);
        }
    }

    /** Sends {@code body}. */
    public Answer post(String path, JsonNode body) {
        return post(path, Map.of(), body, Duration.ZERO);
    }

    /** Sends {@code body}; the hub may take {@code longer} than usual to answer. */
    public Answer post(String path, Map<String, ? extends @Nullable Object> query, JsonNode body, Duration longer) {
        return send(request(path, query, longer)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build());
    }

    /** Puts {@code body} at {@code path}. */
    public Answer put(String path, JsonNode body) {
        return send(request(path, Map.of(), Duration.ZERO)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body.toString()))
                .build());
    }

    /** Deletes what is at {@code path}. */
    public Answer delete(String path) {
        return send(request(path, Map.of(), Duration.ZERO).DELETE().build());
    }

    /** A path of these parts, each encoded. */
    public static String path(String... parts) {
        return Arrays.stream(parts)
                .map(part -> encode(part).replace(".", "%2E"))
                .collect(Collectors.joining("/", "/", ""));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder request(String path, Map<String, ? extends @Nullable Object> query, Duration longer) {
        String parameters = query.entrySet().stream()
                .filter(parameter -> parameter.getValue() != null
                        && !parameter.getValue().toString().isBlank())
                .map(parameter -> parameter.getKey() + "=" + encode(String.valueOf(parameter.getValue())))
                .sorted()
                .collect(Collectors.joining("&"));
        return HttpRequest.newBuilder(URI.create(address + path + (parameters.isEmpty() ? "" : "?" + parameters)))
                .timeout(ANSWERS_WITHIN.plus(longer))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json, application/problem+json");
    }

    private Answer send(HttpRequest request) {
        return answer(exchange(request, BodyHandlers.ofString(StandardCharsets.UTF_8)));
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> body) {
        try {
            return http.send(request, body);
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw new Unavailable(
                    "No hub answers at " + address + "; start it with `mvn spring-boot:run` or give --url.", e);
        } catch (HttpTimeoutException e) {
            throw new Unavailable(
                    "The hub at " + address + " took the call and did not answer in time; see its log.", e);
        } catch (IOException e) {
            throw new Unavailable("Talking to " + address + " broke off; is a hub there? See its log.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("Interrupted while " + address + " was asked.", e);
        }
    }

    private Answer answer(HttpResponse<String> response) {
        var answer = Answer.of(response.body());
        int status = response.statusCode();
        if (status >= 400) {
            throw refusal(response, answer.json());
        }
        if (status >= 300) {
            throw new Unavailable(
                    address + " answered with a redirect, which is not followed; give the final address by --url.");
        }
        if (answer.json().isMissingNode()) {
            throw new Unavailable(address + " answered something that is no JSON; is a hub there?");
        }
        return answer;
    }

    private RuntimeException refusal(HttpResponse<?> response, JsonNode problem) {
        int status = response.statusCode();
        String said = problem.path("detail").asText(problem.path("title").asText(""));
        if (said.isBlank() && status == Reason.UNAUTHENTICATED.status()) {
            said = address + " does not know the token; give another by --token, TUTTI_TOKEN or --data.";
        }
        if (said.isBlank()) {
            said = "%s answered %d to %s and did not say why."
                    .formatted(address, status, response.request().uri().getPath());
        }
        String message = said
                + response.headers()
                        .firstValue("Retry-After")
                        .map(after -> " Try again after " + after + (after.matches("\\d+") ? " s." : "."))
                        .orElse("");
        if (status >= 500) {
            return new Unavailable(message);
        }
        return new Refused(reason(status), message);
    }

    private static Reason reason(int status) {
        return Arrays.stream(Reason.values())
                .filter(reason -> reason.status() == status)
                .findFirst()
                .orElse(Reason.BAD_INPUT);
    }
}
