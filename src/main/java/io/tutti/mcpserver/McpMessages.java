package io.tutti.mcpserver;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.server.McpStatelessServerHandler;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.InitializeResult;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import io.modelcontextprotocol.spec.McpSchema.ListToolsResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.ProtocolVersions;
import io.tutti.access.Caller;
import io.tutti.failure.Failure;
import io.tutti.trace.Trace;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Answers the messages of MCP clients: initialize, ping, tools/list and tools/call. Thread-safe. */
@Component
final class McpMessages implements McpStatelessServerHandler {

    private static final Logger LOG = LoggerFactory.getLogger(McpMessages.class);

    /** The newest last. */
    private static final List<String> VERSIONS =
            List.of(ProtocolVersions.MCP_2025_03_26, ProtocolVersions.MCP_2025_06_18, ProtocolVersions.MCP_2025_11_25);

    private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};

    /** Clients may say more than this revision of the protocol knows. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
            .build();

    private final OfferedTools tools;
    private final ToolTasks tasks;

    McpMessages(OfferedTools tools, ToolTasks tasks) {
        this.tools = tools;
        this.tasks = tasks;
    }

    @Override
    public Mono<JSONRPCResponse> handleRequest(McpTransportContext context, JSONRPCRequest request) {
        return Mono.fromCallable(() -> answer(context, request));
    }

    @Override
    public Mono<Void> handleNotification(McpTransportContext context, JSONRPCNotification notification) {
        return Mono.empty();
    }

    private JSONRPCResponse answer(McpTransportContext context, JSONRPCRequest request) throws InterruptedException {
        try {
            Caller caller = (Caller) Objects.requireNonNull(context.get(McpDoor.CALLER), "known by its token");
            return switch (request.method()) {
                case McpSchema.METHOD_INITIALIZE -> JSONRPCResponse.result(request.id(), initialized(request));
                case McpSchema.METHOD_PING -> JSONRPCResponse.result(request.id(), Map.of());
                case McpSchema.METHOD_TOOLS_LIST ->
                    JSONRPCResponse.result(
                            request.id(),
                            ListToolsResult.builder(tools.of(caller)).build());
                case McpSchema.METHOD_TOOLS_CALL -> called(caller, (Trace) context.get(McpDoor.TRACE), request);
                default ->
                    error(request, McpSchema.ErrorCodes.METHOD_NOT_FOUND, "This server has tools and nothing else.");
            };
        } catch (IllegalArgumentException e) {
            LOG.debug("A message is not as the protocol says", e);
            return error(request, McpSchema.ErrorCodes.INVALID_PARAMS, "The params are not as the protocol says.");
        } catch (Failure e) {
            return error(request, McpSchema.ErrorCodes.INTERNAL_ERROR, e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("A message of an MCP client failed", e);
            return error(request, McpSchema.ErrorCodes.INTERNAL_ERROR, "The hub failed; its log says why.");
        }
    }

    /** In the revision that the client wants where the hub speaks it, else in the newest. */
    static InitializeResult initialized(JSONRPCRequest request) {
        Map<String, Object> params = JSON.convertValue(request.params(), FIELDS);
        Object wanted = params == null ? null : params.get("protocolVersion");
        String version =
                VERSIONS.stream().filter(one -> one.equals(wanted)).findFirst().orElse(VERSIONS.getLast());
        return InitializeResult.builder(
                        version,
                        ServerCapabilities.builder().tools(false).build(),
                        Implementation.builder("tutti", version()).build())
                .build();
    }

    private static String version() {
        return Objects.requireNonNullElse(McpMessages.class.getPackage().getImplementationVersion(), "development");
    }

    private JSONRPCResponse called(Caller caller, Trace trace, JSONRPCRequest request) throws InterruptedException {
        CallToolRequest call = call(request);
        if (call == null || !tools.has(caller, call.name())) {
            return error(
                    request,
                    McpSchema.ErrorCodes.INVALID_PARAMS,
                    "A tool was called that there is not, or that may not be used; tools/list tells which may.");
        }
        return JSONRPCResponse.result(request.id(), tasks.call(caller, trace, call));
    }

    /** @throws IllegalArgumentException when the params are not those of a call */
    static @Nullable CallToolRequest call(JSONRPCRequest request) {
        return JSON.convertValue(request.params(), CallToolRequest.class);
    }

    private static JSONRPCResponse error(JSONRPCRequest request, int code, String message) {
        return JSONRPCResponse.error(request.id(), new JSONRPCError(code, message));
    }
}
