package io.tutti.mcp;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Content;
import io.modelcontextprotocol.spec.McpSchema.EmbeddedResource;
import io.modelcontextprotocol.spec.McpSchema.ResourceLink;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.failure.Unavailable;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/** Calls the tools of MCP servers; the route {@code call-mcp} asks it. Thread-safe. */
@Component("mcpGateway")
public final class McpGateway {

    private static final TypeReference<Map<String, Object>> ARGUMENTS = new TypeReference<>() {};

    private final McpTools tools;
    private final ObjectMapper json;

    McpGateway(McpTools tools, ObjectMapper json) {
        this.tools = tools;
        this.json = json;
    }

    /**
     * Calls the tool in the variable {@code tool} with the arguments in the body, a map, and leaves its answer: what it
     * said in structure, a map or list, else its text.
     *
     * @throws Refused when the tool is not to be called, or says that it failed
     * @throws Unavailable when its server does not answer, or with more than may be read
     * @throws InterruptedException when the thread is to stop
     */
    public void call(Exchange exchange) throws InterruptedException {
        String tool = exchange.getVariable("tool", String.class);
        String key = exchange.getVariable("idempotencyKey", exchange.getExchangeId(), String.class);
        tools.require(tool);
        McpConnection connection = tools.connectionOf(tool);
        Map<String, Object> arguments = json.convertValue(exchange.getMessage().getBody(), ARGUMENTS);
        CallToolResult result = connection.call(McpTools.name(tool), arguments, key);
        if (Boolean.TRUE.equals(result.isError())) {
            throw new Refused(
                    Reason.UNFIT,
                    "Tool '%s' was called, and said that it failed: %s".formatted(tool, Said.inOneLine(text(result))));
        }
        exchange.getMessage().setBody(bounded(tool, result, connection.server().result()));
    }

    private Object bounded(String tool, CallToolResult result, int most) {
        Object structured = result.structuredContent();
        String text =
                structured == null ? text(result) : json.valueToTree(structured).toString();
        if (text.length() > most) {
            throw new Unavailable(
                    "Tool '%s' was called, and answered with %d characters; result in config/mcp.yaml allows %d. Ask for less, or raise it."
                            .formatted(tool, text.length(), most));
        }
        return structured == null ? text : structured;
    }

    /** The texts of its parts, a line each. */
    static String text(CallToolResult result) {
        return result.content().stream().map(McpGateway::text).collect(Collectors.joining("\n"));
    }

    /** The text of a part; of what is none, its kind. */
    private static String text(Content part) {
        return switch (part) {
            case TextContent said -> said.text();
            case EmbeddedResource embedded ->
                embedded.resource() instanceof TextResourceContents contents ? contents.text() : "[resource]";
            case ResourceLink link -> link.uri();
            default -> "[" + part.type() + "]";
        };
    }
}
