package io.tutti.mcpserver;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.tutti.access.Caller;
import io.tutti.access.Permissions;
import io.tutti.intake.InputSchemas;
import io.tutti.task.Flows;
import io.tutti.tool.ToolTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * What MCP clients are told of: the tools that models are told of, the flows under {@code flow_} and their name, and
 * {@code task_result}. Each caller sees what a rule of its roles could permit. Thread-safe.
 */
@Component
final class OfferedTools {

    /** Behind it stands a flow's name. Tools' names have no underscore, or two behind the name of a server. */
    static final String FLOW = "flow_";

    /** The flow that calls a tool. */
    static final String ASK_TOOL = "ask-tool";

    static final String READ_TASKS = "api:tasks.read";

    static final String TASK_RESULT = "task_result";

    private static final List<String> ALL = List.of("*");
    private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};

    private final ToolTable tools;
    private final Flows flows;
    private final InputSchemas schemas;
    private final Permissions permissions;
    private final ObjectMapper json;

    OfferedTools(ToolTable tools, Flows flows, InputSchemas schemas, Permissions permissions, ObjectMapper json) {
        this.tools = tools;
        this.flows = flows;
        this.schemas = schemas;
        this.permissions = permissions;
        this.json = json;
    }

    /** Those that this caller may use under some condition, in order. */
    List<Tool> of(Caller caller) {
        Stream<Tool> started = flows.names().stream()
                .filter(name -> !name.equals(ASK_TOOL) && mayUse(caller, "flow:" + name))
                .map(name -> tool(FLOW + name, flows.description(name), flowInput(name)));
        Stream<Tool> result = mayUse(caller, READ_TASKS)
                ? Stream.of(tool(TASK_RESULT, "Tells what came of a task that was not done in time.", taskInput()))
                : Stream.of();
        return Stream.of(
                        called(caller).map(offer -> tool(offer.function(), offer.description(), offer.parameters())),
                        started,
                        result)
                .flatMap(each -> each)
                .toList();
    }

    boolean has(Caller caller, String name) {
        return of(caller).stream().anyMatch(tool -> tool.name().equals(name));
    }

    /** The hub's name of the tool that clients call so; empty when it is none, but a flow. */
    Optional<String> toolNamed(String function) {
        return tools.offers(ALL).stream()
                .filter(offer -> offer.function().equals(function))
                .map(ToolTable.Offer::name)
                .findFirst();
    }

    private Stream<ToolTable.Offer> called(Caller caller) {
        return mayUse(caller, "flow:" + ASK_TOOL)
                ? tools.offers(ALL).stream().filter(offer -> mayUse(caller, "tool:" + offer.name()))
                : Stream.of();
    }

    private boolean mayUse(Caller caller, String action) {
        return permissions.mayAllow(caller, action);
    }

    private Tool tool(String name, String description, JsonNode schema) {
        return Tool.builder(name, json.convertValue(schema, FIELDS))
                .description(description)
                .build();
    }

    private ObjectNode flowInput(String flow) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        properties.set(
                "input", schemas.of(flow).map(OfferedTools::nested).orElseGet(JsonNodeFactory.instance::objectNode));
        properties
                .putObject("conversation")
                .put("type", "string")
                .put("description", "Tasks of one conversation are done one after the other.")
                .put("maxLength", 200);
        properties
                .putObject("key")
                .put("type", "string")
                .put("description", "The same key is the same task, however often it is asked for.")
                .put("maxLength", 300);
        schema.putArray("required").add("input");
        return schema.put("additionalProperties", false);
    }

    private static ObjectNode nested(JsonNode schema) {
        ObjectNode copy = schema.deepCopy();
        copy.remove("$schema");
        return copy;
    }

    private static ObjectNode taskInput() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        schema.putObject("properties").putObject("task").put("type", "string").put("description", "The task's id.");
        schema.putArray("required").add("task");
        return schema.put("additionalProperties", false);
    }
}
