package io.tutti.mcpserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.tutti.acceptance.HubProcess;
import io.tutti.acceptance.SteeringHeaders;
import io.tutti.home.TestTokens;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hub as an MCP server, asked by the protocol's own client and by another hub. */
class McpServerIT {

    private static final String ACCESS = """
            principals:
              crm: {token-sha256: %s, tenant: acme, roles: [clerk]}
              guest: {token-sha256: %s, tenant: acme, roles: [reader]}
              other: {token-sha256: %s, tenant: other, roles: [clerk]}
            roles:
              clerk:
                allow: ["flow:ask-tool", "flow:customer-support", "pool:default", "api:tasks.read", "tool:find-order",
                        {action: "tool:open-ticket", when: "args.category != 'refund'"}]
              reader: {allow: ["tool:find-order"]}
            approvals:
              - {action: "tool:open-ticket", when: "args.category == 'account'"}
            """;
    private static final String TICKET =
            "{\"question\": {\"text\": \"Hi\"}, \"answer\": \"Yes\", \"category\": \"%s\", \"status\": \"open\"}";

    private static final int MOST_HEADERS = 60;

    @TempDir
    private static Path directory;

    private static HubProcess hub;

    @BeforeAll
    static void start() throws Exception {
        Path config = Files.createDirectory(directory.resolve("config"));
        Files.writeString(
                config.resolve("access.yaml"),
                ACCESS.formatted(TestTokens.hash("crm"), TestTokens.hash("guest"), TestTokens.hash("other")));
        hub = new HubProcess(directory.resolve("data"), "--tutti.config=" + config).start();
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
    }

    @Test
    void tellsEachCallerWhatItMayUse() {
        assertThat(names("crm")).containsExactly("find-order", "open-ticket", "flow_customer-support", "task_result");
        assertThat(names("guest")).isEmpty();
        try (McpSyncClient client = client("crm")) {
            Tool order = client.listTools().tools().getFirst();
            assertThat(order.description()).startsWith("Tells the state of an order");
            assertThat(order.inputSchema().toString()).contains("required=[order]");
            assertThat(client.getServerInfo().name()).isEqualTo("tutti");
        }
    }

    @Test
    void callsAToolAsATaskOfItsCaller() throws Exception {
        CallToolResult found = call("crm", "find-order", "{\"order\": \"HP-10023\"}");
        assertThat(found.isError()).isNotEqualTo(Boolean.TRUE);
        assertThat(text(found)).contains("Order HP-10023");
        JsonNode task = hub.json("/api/tasks?flow=ask-tool&limit=1").get(0);
        assertThat(task.path("principal").asText()).isEqualTo("crm");
        assertThat(hub.json("/api/audit?action=tool.called&task="
                                + task.path("id").asText())
                        .findValuesAsText("by"))
                .singleElement()
                .asString()
                .contains("tool:find-order");
    }

    @Test
    void startsAFlow() {
        CallToolResult answer =
                call("crm", "flow_customer-support", "{\"input\": \"Where is my order HP-10023?\", \"key\": \"k-1\"}");
        assertThat(answer.structuredContent()).isInstanceOf(Map.class);
        assertThat(text(answer)).contains("HP-10023", "ticket");
        CallToolResult again =
                call("crm", "flow_customer-support", "{\"input\": \"Where is my order HP-10023?\", \"key\": \"k-1\"}");
        assertThat(text(again)).isEqualTo(text(answer));
    }

    @Test
    void tellsWhatCameOfATaskThatWaitedForAPerson() throws Exception {
        String waits = text(call("crm", "open-ticket", TICKET.formatted("account")));
        assertThat(waits).contains("waits for a person", "task_result");
        String task = waits.split(" ")[1];
        String asked = "{\"task\": \"" + task + "\"}";
        assertThat(text(call("crm", "task_result", asked))).isEqualTo(waits);
        CallToolResult hidden = call("other", "task_result", asked);
        assertThat(hidden.isError()).isTrue();
        assertThat(text(hidden)).contains("there is none");
        for (JsonNode item : hub.json("/api/inbox")) {
            hub.post("/api/inbox/" + item.path("id").asText() + "/decision", "{\"decision\": \"approve\"}");
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> !text(call("crm", "task_result", asked)).contains("task_result"));
        assertThat(text(call("crm", "task_result", asked))).contains("T-");
    }

    @Test
    void saysWhyItRefuses() {
        CallToolResult unfit = call("crm", "find-order", "{\"number\": 5}");
        assertThat(unfit.isError()).isTrue();
        assertThat(text(unfit)).contains("do not fit", "order");
        CallToolResult denied = call("crm", "open-ticket", TICKET.formatted("refund"));
        assertThat(denied.isError()).isTrue();
        assertThat(text(denied)).contains("'crm'", "'tool:open-ticket'", "args.category");
        assertThat(text(call("crm", "flow_customer-support", "{}"))).contains("without \"input\"");
        assertThat(text(call("crm", "flow_customer-support", "{\"input\": \"Hi\", \"key\": {}}")))
                .contains("\"key\" must be a text");
        assertThat(text(call("crm", "flow_customer-support", "{\"input\": 5}"))).contains("does not fit flow");
        for (String name : List.of("find-order", "no-such-tool", "flow_ask-agent", "search-articles")) {
            assertThatThrownBy(() -> call(name.equals("find-order") ? "guest" : "crm", name, "{}"))
                    .as(name)
                    .isInstanceOf(McpError.class)
                    .hasMessageContaining("may not be used");
        }
    }

    @Test
    void writesNothingOnTheWordOfAFile() throws Exception {
        String ticket = "{\"tool\": \"open-ticket\", \"arguments\": " + TICKET.formatted("order-status") + "}";
        hub.drop("ask-tool", "ticket.json", ticket);
        assertThat(hub.awaitFile("outbox/ask-tool/ticket.json.result.json"))
                .contains("FAILED", "was asked for in a file");
        hub.drop("ask-tool", "order.json", "{\"tool\": \"find-order\", \"arguments\": {\"order\": \"HP-10023\"}}");
        assertThat(hub.awaitFile("outbox/ask-tool/order.json.result.json")).contains("COMPLETED", "Order HP-10023");
    }

    @Test
    void takesNoHeaderForAnOrder() throws Exception {
        String call =
                "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"tools/call\", \"params\": {\"name\": \"find-order\", \"arguments\": {\"order\": \"HP-10023\"}}}";
        List<String> names = SteeringHeaders.names().stream()
                .filter(name -> name.matches("[A-Za-z0-9._-]+"))
                .toList();
        for (int from = 0; from < names.size(); from += MOST_HEADERS) {
            var request = request("crm", call);
            names.subList(from, Math.min(names.size(), from + MOST_HEADERS))
                    .forEach(name -> request.header(name, "open-ticket"));
            assertThat(send(request).body()).contains("Order HP-10023").doesNotContain("isError\":true");
        }
    }

    @Test
    void readsWhateverIsSent() throws Exception {
        assertThat(post("crm", "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"resources/list\"}")
                        .body())
                .contains("-32601", "has tools and nothing else");
        assertThat(post("crm", "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"tools/call\", \"params\": 7}")
                        .body())
                .contains("-32602");
        assertThat(post(
                                "crm",
                                "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"tools/call\", \"params\": {\"command\": \"sh\"}}")
                        .body())
                .contains("-32602");
        assertThat(post(
                                "crm",
                                "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"initialize\", \"params\": {\"protocolVersion\": \"1999-01-01\"}}")
                        .body())
                .contains("2025-11-25");
        assertThat(post("crm", "not json").statusCode()).isEqualTo(400);
        assertThat(post("crm", "[".repeat(100_000)).statusCode()).isEqualTo(400);
        assertThat(post("crm", "\"" + "x".repeat(10 * 1024 * 1024) + "\"").statusCode())
                .isEqualTo(413);
    }

    @Test
    void answersNoPageOfAnotherOrigin() throws Exception {
        String ping = "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"ping\"}";
        for (String origin : List.of("http://evil.example", "null", "http://127.0.0.1:1", ":")) {
            assertThat(send(request("crm", ping).header("Origin", origin)).statusCode())
                    .as(origin)
                    .isEqualTo(403);
        }
        String own = hub.uri("/").resolve("/").toString().replaceAll("/$", "");
        assertThat(send(request("crm", ping).header("Origin", own)).statusCode())
                .isEqualTo(200);
        assertThat(send(request("nobody", ping)).statusCode()).isEqualTo(401);
    }

    @Test
    void isCalledByAnotherHubOnceForEachCall() throws Exception {
        Path config = Files.createDirectory(directory.resolve("second"));
        Files.writeString(config.resolve("mcp.yaml"), """
                servers:
                  first: {url: "%s", headers: {Authorization: "Bearer %s"}, tools: {open-ticket: {effect: idempotent}}}
                """.formatted(hub.uri("/mcp"), TestTokens.of("crm")));
        try (HubProcess second = new HubProcess(directory.resolve("second-data"), "--tutti.config=" + config).start()) {
            JsonNode tools = second.json("/api/mcp").get(0).path("tools");
            assertThat(tools.findValuesAsText("tool")).contains("open-ticket");
            for (JsonNode tool : tools) {
                if (tool.path("tool").asText().equals("open-ticket")) {
                    second.command(
                            "mcp",
                            "approve",
                            "first/open-ticket",
                            "--digest",
                            tool.path("digest").asText());
                }
            }
            ObjectNode task = HubProcess.JSON.createObjectNode().put("flow", "ask-tool");
            ObjectNode input = task.putObject("input").put("tool", "mcp:first/open-ticket");
            input.set("arguments", HubProcess.JSON.readTree(TICKET.formatted("order-status")));
            String id = HubProcess.JSON
                    .readTree(second.post("/api/tasks", task.toString()).body())
                    .path("id")
                    .asText();
            assertThat(second.awaitTask(id, "COMPLETED").path("output").toString())
                    .contains("T-");
            assertThat(hub.json("/api/tasks?flow=ask-tool&limit=200").findValuesAsText("key"))
                    .filteredOn(key -> key.startsWith(id))
                    .hasSize(1);
        }
    }

    private static List<String> names(String who) {
        try (McpSyncClient client = client(who)) {
            return client.listTools().tools().stream().map(Tool::name).toList();
        }
    }

    private static CallToolResult call(String who, String tool, String arguments) {
        try (McpSyncClient client = client(who)) {
            Map<String, Object> given =
                    HubProcess.JSON.convertValue(HubProcess.JSON.readTree(arguments), new TypeReference<>() {});
            return client.callTool(
                    CallToolRequest.builder(tool).arguments(given).build());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(CallToolResult result) {
        return ((TextContent) result.content().getFirst()).text();
    }

    private static McpSyncClient client(String who) {
        var request = HttpRequest.newBuilder().setHeader("Authorization", "Bearer " + TestTokens.of(who));
        return McpClient.sync(HttpClientStreamableHttpTransport.builder(
                                hub.uri("/").toString().replaceAll("/$", ""))
                        .endpoint("/mcp")
                        .requestBuilder(request)
                        .build())
                .requestTimeout(Duration.ofSeconds(60))
                .jsonSchemaValidator((schema, value) -> JsonSchemaValidator.ValidationResponse.asValid(null))
                .build();
    }

    private static HttpResponse<String> post(String who, String body) throws Exception {
        return send(request(who, body));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return hub.send(request.build());
    }

    private static HttpRequest.Builder request(String who, String body) {
        var request = HttpRequest.newBuilder(hub.uri("/mcp"))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return who.equals("nobody") ? request : request.header("Authorization", "Bearer " + TestTokens.of(who));
    }
}
