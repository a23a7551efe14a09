-- The definitions of MCP servers' tools that people approved, as JSON with sorted keys.
CREATE TABLE IF NOT EXISTS mcp_tool (
    server      VARCHAR(20)  NOT NULL,
    name        VARCHAR(64)  NOT NULL,
    definition  TEXT         NOT NULL,
    approved_by VARCHAR(100) NOT NULL,
    approved_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    PRIMARY KEY (server, name)
);
