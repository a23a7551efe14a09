package io.tutti.mcp;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a server lists, and what people said to it.
 *
 * @param tool the server's name for it
 * @param state whether it can be called
 * @param problem why it cannot be, whatever anybody approves; null when it can
 * @param effect what a call does, as {@code mcp.yaml} says
 * @param outside whether arguments leave the company, as {@code mcp.yaml} says
 * @param digest of {@code definition}, to be named by whoever approves it
 * @param definition all that the server says of it: name, title, description, inputSchema, outputSchema, annotations
 * @param approved the definition that was approved; null when none was
 * @param approvedBy the principal who did
 * @param approvedAt when
 */
public record McpToolState(
        String tool,
        State state,
        @Nullable String problem,
        String effect,
        boolean outside,
        String digest,
        JsonNode definition,
        @Nullable JsonNode approved,
        @Nullable String approvedBy,
        @Nullable Instant approvedAt) {

    /** Whether a tool can be called. */
    public enum State {
        /** It can. */
        APPROVED,
        /** Nobody has approved it yet. */
        NEW,
        /** It was approved, and is not any more what it was then. */
        CHANGED,
        /** Its server describes it so that it cannot be called. */
        UNUSABLE,
        /** It was approved, and its server lists it no more. */
        GONE;

        /** The name in the API. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static McpToolState of(McpServers.Entry server, McpTool tool, Optional<JdbcMcpTools.Approved> approved) {
        return new McpToolState(
                tool.name(),
                state(tool, approved),
                tool.problem(),
                server.known(tool.name()).effect().word(),
                server.known(tool.name()).isOutside(),
                tool.digest(),
                McpTool.read(tool.definition()),
                approved.map(one -> McpTool.read(one.tool().definition())).orElse(null),
                approved.map(JdbcMcpTools.Approved::by).orElse(null),
                approved.map(JdbcMcpTools.Approved::at).orElse(null));
    }

    private static State state(McpTool tool, Optional<JdbcMcpTools.Approved> approved) {
        if (tool.problem() != null) {
            return State.UNUSABLE;
        }
        return approved.map(one -> one.tool().definition().equals(tool.definition()) ? State.APPROVED : State.CHANGED)
                .orElse(State.NEW);
    }

    static McpToolState gone(McpServers.Entry server, JdbcMcpTools.Approved approved) {
        McpToolState before = of(server, approved.tool(), Optional.of(approved));
        return new McpToolState(
                before.tool(),
                State.GONE,
                null,
                before.effect(),
                before.outside(),
                before.digest(),
                before.definition(),
                before.approved(),
                before.approvedBy(),
                before.approvedAt());
    }
}
