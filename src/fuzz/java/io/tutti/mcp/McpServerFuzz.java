package io.tutti.mcp;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema;
import io.tutti.fuzz.Soon;
import java.io.IOException;
import java.util.List;

/** What MCP servers list and answer. */
public final class McpServerFuzz {

    private static final McpJsonMapper JSON = McpConnection.mapper();
    private static final McpSchema.ListToolsResult NO_TOOLS =
            new McpSchema.ListToolsResult(List.of(), null);
    private static final McpSchema.CallToolResult NO_ANSWER =
            McpSchema.CallToolResult.builder().addTextContent("").build();

    private McpServerFuzz() {}

    /** Reads one list, and one answer. */
    public static void fuzzerTestOneInput(byte[] body) {
        Soon.orRefused(() -> McpTool.of(read(body, McpSchema.ListToolsResult.class, NO_TOOLS).tools()));
        Soon.orRefused(() -> McpGateway.text(read(body, McpSchema.CallToolResult.class, NO_ANSWER)));
    }

    /** What the protocol's library cannot read, it does not give to the hub. */
    private static <T> T read(byte[] body, Class<T> type, T otherwise) {
        try {
            return JSON.readValue(body, type);
        } catch (IOException | IllegalArgumentException e) {
            return otherwise;
        }
    }
}
