package io.tutti.mcpserver;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema;
import io.tutti.fuzz.Soon;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What MCP clients send. */
public final class McpClientFuzz {

    private static final McpJsonMapper JSON = new JacksonMcpJsonMapper(new ObjectMapper());

    private McpClientFuzz() {}

    /** Reads one message as both requests that have a content. */
    public static void fuzzerTestOneInput(byte[] body) {
        McpSchema.JSONRPCMessage message;
        try {
            message = McpSchema.deserializeJsonRpcMessage(JSON, new String(body, StandardCharsets.UTF_8));
        } catch (IOException | IllegalArgumentException e) {
            return;
        }
        if (message instanceof McpSchema.JSONRPCRequest request) {
            Soon.or(IllegalArgumentException.class, () -> McpMessages.initialized(request));
            Soon.or(IllegalArgumentException.class, () -> McpMessages.call(request));
        }
    }
}
