package io.tutti.mcp;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ListToolsResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.tutti.egress.Egress;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.failure.Unavailable;
import io.tutti.home.SteadyClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to one MCP server: Streamable HTTP, revisions 2025-03-26 to 2025-11-25 of the protocol, opened when it is first
 * needed, and again when its session has ended. It follows no redirect, reads no message beyond {@value #LARGEST_MESSAGE} bytes, and
 * offers the server nothing: no model, no files, no questions to people. Thread-safe.
 */
final class McpConnection implements AutoCloseable {

    static final int LARGEST_MESSAGE = 4 * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(McpConnection.class);
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int MOST_TOOLS = 1000;
    private static final int MOST_PAGES = 100;
    private static final String KEY = "io.tutti/idempotencyKey";

    /** The protocol has these for what was wrong with a request; nothing was done then. */
    private static final List<Integer> NOTHING_DONE = List.of(
            McpSchema.ErrorCodes.INVALID_REQUEST,
            McpSchema.ErrorCodes.METHOD_NOT_FOUND,
            McpSchema.ErrorCodes.INVALID_PARAMS);

    /** Servers may say more than this revision of the protocol knows. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
            .build();

    private final McpServers.Entry server;
    private final Egress egress;
    private final SteadyClock clock;
    private @Nullable McpSyncClient client;
    private final ReentrantLock listing = new ReentrantLock();
    private @Nullable Listed listed;

    McpConnection(McpServers.Entry server, Egress egress, SteadyClock clock) {
        this.server = server;
        this.egress = egress;
        this.clock = clock;
    }

    private record Listed(Instant at, Map<String, McpTool> tools) {}

    McpServers.Entry server() {
        return server;
    }

    /**
     * The tools that the server lists, by name.
     *
     * @param oldest how long ago it may have said so
     * @throws Unavailable when it does not answer, or not as the protocol says
     * @throws Refused when the hub may not connect to it, or it lists too many
     * @throws InterruptedException when the thread is to stop
     */
    Map<String, McpTool> tools(Duration oldest) throws InterruptedException {
        if (!listing.tryLock(server.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
            throw new Unavailable(
                    "MCP server '%s' at %s was to list its tools; others wait for the same, and it has not answered for %d s. Look at the server."
                            .formatted(server.name(), origin(), server.timeout().toSeconds()));
        }
        try {
            if (listed == null || listed.at().plus(oldest).isBefore(clock.instant())) {
                Instant asked = clock.instant();
                listed = new Listed(asked, McpTool.of(ask("list its tools", true, this::list)));
            }
            return listed.tools();
        } finally {
            listing.unlock();
        }
    }

    private List<Tool> list(McpSyncClient asked) {
        List<Tool> found = new ArrayList<>();
        String cursor = null;
        for (int page = 0; page == 0 || cursor != null; page++) {
            ListToolsResult answer = asked.listTools(cursor);
            found.addAll(answer.tools());
            cursor = answer.nextCursor();
            if (found.size() > MOST_TOOLS || page > MOST_PAGES) {
                throw new Refused(
                        Reason.TOO_LARGE,
                        "MCP server '%s' was asked to list its tools; it lists more than %d, or on more than %d pages."
                                .formatted(server.name(), MOST_TOOLS, MOST_PAGES));
            }
        }
        return found;
    }

    /**
     * Calls a tool.
     *
     * @param key the same for every try of this call; the server finds it in {@code _meta} as {@value #KEY}
     * @throws Refused when the server says that it did nothing
     * @throws Unavailable when it does not answer; whether it did something is not known then
     * @throws InterruptedException when the thread is to stop
     */
    CallToolResult call(String tool, Map<String, Object> arguments, String key) throws InterruptedException {
        var request = CallToolRequest.builder(tool)
                .arguments(arguments)
                .meta(Map.of(KEY, key))
                .build();
        return ask("call " + tool, server.known(tool).effect().isRepeatable(), asked -> asked.callTool(request));
    }

    /** @param mayRepeat whether the question does no harm when it is asked twice, as when a session has ended */
    private <T> T ask(String what, boolean mayRepeat, Function<McpSyncClient, T> question) throws InterruptedException {
        egress.require(server.url());
        try {
            return question.apply(client());
        } catch (McpError e) {
            throw said(what, e);
        } catch (Refused e) {
            throw e;
        } catch (RuntimeException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("MCP server " + server.name() + " was to " + what);
            }
            Throwable cause = McpError.findRootCause(e);
            if (mayRepeat && !(cause instanceof TimeoutException)) {
                LOG.debug("MCP server {} is asked once more to {}", server.name(), what, e);
                return ask(what, false, question);
            }
            LOG.warn("MCP server {} was asked to {}", server.name(), what, e);
            throw new Unavailable(
                    "MCP server '%s' at %s was asked to %s; it gave no answer that can be used (%s). Look at the server and at the hub's log."
                            .formatted(
                                    server.name(),
                                    origin(),
                                    what,
                                    cause.getClass().getSimpleName()),
                    e);
        }
    }

    private RuntimeException said(String what, McpError e) {
        String said = Said.inOneLine(String.valueOf(e.getMessage()));
        String message = "MCP server '%s' was asked to %s; it said: %s".formatted(server.name(), what, said);
        boolean nothingDone = e.getJsonRpcError() != null
                && NOTHING_DONE.contains(e.getJsonRpcError().code());
        return nothingDone ? new Refused(Reason.UNFIT, message) : new Unavailable(message, e);
    }

    private String origin() {
        return server.url().getScheme() + "://" + server.url().getRawAuthority();
    }

    /** Connects when it is first asked something, and again by itself when its session has ended. */
    private synchronized McpSyncClient client() {
        if (client == null) {
            client = McpClient.sync(transport())
                    .clientInfo(McpSchema.Implementation.builder("tutti", "1").build())
                    .requestTimeout(server.timeout())
                    .initializationTimeout(server.timeout())
                    .jsonSchemaValidator(unchecked())
                    .build();
        }
        return client;
    }

    private HttpClientStreamableHttpTransport transport() {
        URI url = server.url();
        HttpRequest.Builder request = HttpRequest.newBuilder();
        server.headers().forEach(request::setHeader);
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        return HttpClientStreamableHttpTransport.builder(origin())
                .endpoint((url.getRawPath().isEmpty() ? "/" : url.getRawPath()) + query)
                .clientBuilder(HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER))
                .connectTimeout(CONNECT)
                .requestBuilder(request)
                .jsonMapper(mapper())
                .maxResponseSize(LARGEST_MESSAGE)
                .resumableStreams(false)
                .build();
    }

    static McpJsonMapper mapper() {
        return new JacksonMcpJsonMapper(JSON);
    }

    /** What a tool's answer has to fit is the server's to see to. */
    private static JsonSchemaValidator unchecked() {
        return (schema, value) -> JsonSchemaValidator.ValidationResponse.asValid(null);
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
            client = null;
        }
    }
}
