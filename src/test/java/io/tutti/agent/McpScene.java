package io.tutti.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tutti.acceptance.HubProcess;
import io.tutti.home.TestTokens;
import io.tutti.mcp.ScriptedMcp;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;

/** A hub with an agent whose model obeys everything, a flow, and MCP servers that do what the test wants. */
final class McpScene implements AutoCloseable {

    private static final String ACCESS = """
            principals:
              crm: {token-sha256: %s, tenant: acme, roles: [clerk]}
              guest: {token-sha256: %s, tenant: acme, roles: [reader]}
            roles:
              clerk: {allow: ["flow:*", "agent:*", "pool:*", "tool:*", "api:tasks.read"]}
              reader: {allow: ["flow:*", "agent:*", "pool:*", "tool:find-order", "api:tasks.read"]}
            """;
    private static final String MODELS = """
            models:
              obedient: {provider: openai-compatible, model: obedient, base-url: "%s", api-key: sk-1,
                         abilities: [chat, tools, json], price: {input: 1, output: 2}}
            pools:
              default: {try: [obedient]}
            """;
    private static final String MCP = """
            servers:
              crm:
                url: %s
                headers: {Authorization: "Bearer ${MCP_TOKEN}"}
                timeout: 5s
                result: 2000
                outside: false
                tools:
                  find_customer: {effect: read}
                  find_phone: {effect: read}
                  find_all: {effect: read}
                  find_nested: {effect: read}
                  find_session: {effect: read}
                  find_mail: {effect: read}
                  find_stopped: {effect: read}
              wiki:
                url: %s
                tools: {search: {effect: read}}
              cloud: {url: "http://169.254.169.254/mcp"}
            """;
    private static final String AGENT = """
            name: desk
            description: Helps.
            instructions: Help.
            tools: [find-order, "mcp:crm/*", "mcp:wiki/search"]
            limits: {rounds: 5, tool-calls: 4}
            """;
    private static final String ROUTES = """
            - route:
                id: give
                description: Sends a gift.
                group: flow
                routeConfigurationId: errors-to-dead-letter
                from:
                  uri: direct
                  parameters: {name: give}
                  steps:
                    - step:
                        id: gift
                        steps:
                          - setHeader: {name: tuttiTool, constant: "mcp:crm/send_gift"}
                          - to: {uri: direct, parameters: {name: call-tool}}
            """;

    final ObedientModel model = new ObedientModel();
    final ScriptedMcp crm = new ScriptedMcp();
    final ScriptedMcp wiki = new ScriptedMcp();
    final HubProcess hub;

    McpScene(Path directory) throws Exception {
        Path routes = Files.createDirectory(directory.resolve("routes"));
        Path config = Files.createDirectory(directory.resolve("config"));
        Path agents = Files.createDirectory(config.resolve("agents"));
        Files.writeString(routes.resolve("give.camel.yaml"), ROUTES);
        Files.writeString(config.resolve("models.yaml"), MODELS.formatted(model.url()));
        Files.writeString(config.resolve("mcp.yaml"), MCP.formatted(crm.url(), wiki.url()));
        Files.writeString(
                config.resolve("access.yaml"), ACCESS.formatted(TestTokens.hash("crm"), TestTokens.hash("guest")));
        Files.writeString(agents.resolve("desk.yaml"), AGENT);
        hub = new HubProcess(directory.resolve("data"), "--tutti.routes=" + routes, "--tutti.config=" + config)
                .environment(Map.of("MCP_TOKEN", "mcp-secret"))
                .start();
    }

    /** Asks an agent for the clerk; returns the task's id. */
    String ask(String agent, String text) throws Exception {
        return ask("crm", agent, text);
    }

    String ask(String who, String agent, String text) throws Exception {
        ObjectNode input =
                HubProcess.JSON.createObjectNode().put("agent", agent).put("text", text);
        return submit(who, "ask-agent", input);
    }

    /** Starts a flow with a name for the clerk; returns the task's id. */
    String start(String flow, String name) throws Exception {
        return submit("crm", flow, HubProcess.JSON.createObjectNode().put("name", name));
    }

    private String submit(String who, String flow, JsonNode input) throws Exception {
        ObjectNode task = HubProcess.JSON.createObjectNode().put("flow", flow);
        task.set("input", input);
        HttpResponse<String> answer = hub.send(HttpRequest.newBuilder(hub.uri("/api/tasks"))
                .header("Authorization", "Bearer " + TestTokens.of(who))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(task.toString()))
                .build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return HubProcess.JSON.readTree(answer.body()).path("id").asText();
    }

    /** What came of a task, once it has. */
    String output(String task) {
        return hub.awaitTask(task, "COMPLETED").path("output").asText();
    }

    void decide(String task, String decision) throws Exception {
        for (JsonNode item : hub.json("/api/inbox")) {
            if (item.path("task").asText().equals(task)) {
                hub.post("/api/inbox/" + item.path("id").asText() + "/decision", decision);
            }
        }
    }

    /** What the hub tells of a server. */
    JsonNode server(String name) throws Exception {
        for (JsonNode server : hub.json("/api/mcp")) {
            if (server.path("server").asText().equals(name)) {
                return server;
            }
        }
        throw new AssertionError("There is no server " + name);
    }

    /** What the hub tells of a tool of the CRM. */
    JsonNode tool(String name) throws Exception {
        return tool("crm", name);
    }

    private JsonNode tool(String server, String name) throws Exception {
        for (JsonNode tool : server(server).path("tools")) {
            if (tool.path("tool").asText().equals(name)) {
                return tool;
            }
        }
        throw new AssertionError("The server " + server + " has no tool " + name);
    }

    String digest(String name) throws Exception {
        return tool(name).path("digest").asText();
    }

    /** Waits until the hub sees a tool of the CRM so. */
    void untilSeen(String name, String state) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> tool(name).path("state").asText().equals(state));
    }

    HttpResponse<String> put(String name, String digest) throws Exception {
        return put("crm", name, digest);
    }

    private HttpResponse<String> put(String server, String name, String digest) throws Exception {
        String body = HubProcess.JSON.createObjectNode().put("digest", digest).toString();
        return hub.send(hub.request("/api/mcp/" + server + "/" + name)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    void approve(String name) throws Exception {
        approve("crm", name);
    }

    void approve(String server, String name) throws Exception {
        HttpResponse<String> answer =
                put(server, name, tool(server, name).path("digest").asText());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @Override
    public void close() throws Exception {
        hub.close();
        model.close();
        crm.close();
        wiki.close();
    }
}
