package io.tutti.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.tutti.home.ConfigFiles;
import io.tutti.home.Setting;
import io.tutti.home.WrongSetting;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What {@code config/tools.yaml} says of each tool. Immutable. */
@Component
public final class ToolsFile {

    private static final String FILE = "tools";
    private static final Entry UNKNOWN = new Entry(Effect.AT_MOST_ONCE, true, null, null);

    private final Map<String, Entry> byTool = new HashMap<>();

    /** @throws WrongSetting when the file says something else than its schema allows */
    ToolsFile(ConfigFiles config) {
        Setting root = new Setting(config.read(FILE), "", (pointer, expected) -> config.wrong(FILE, pointer, expected));
        root.at(FILE).entries().forEach((name, tool) -> byTool.put(name, entry(tool)));
    }

    /** @throws WrongSetting about the first value that would stop the start */
    public static ToolsFile check(ConfigFiles config) {
        return new ToolsFile(config);
    }

    /** Whether a model can be told how to call it. */
    public boolean hasParameters(String tool) {
        return parameters(tool).isPresent();
    }

    /** The JSON Schema of its arguments, of the type object. */
    Optional<JsonNode> parameters(String tool) {
        return Optional.ofNullable(of(tool).parameters());
    }

    /** What its arguments have to fit; empty when the file does not say. */
    Optional<JsonSchema> schema(String tool) {
        return Optional.ofNullable(of(tool).schema());
    }

    /** The safest for a tool that the file does not name. */
    Effect effect(String tool) {
        return of(tool).effect();
    }

    /** Whether a call writes, or lets its arguments out of the company. */
    boolean reachesOut(String tool) {
        return of(tool).effect() != Effect.READ || of(tool).isOutside();
    }

    private Entry of(String tool) {
        return byTool.getOrDefault(tool, UNKNOWN);
    }

    private static Entry entry(Setting tool) {
        Effect effect = Effect.of(tool.text("effect", ""));
        Setting parameters = tool.at("parameters");
        return parameters.isPresent()
                ? new Entry(effect, tool.flag("outside"), parameters.node(), schema(parameters))
                : new Entry(effect, tool.flag("outside"), null, null);
    }

    private static JsonSchema schema(Setting parameters) {
        try {
            JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(parameters.node());
            schema.initializeValidators();
            return schema;
        } catch (JsonSchemaException e) {
            throw parameters.wrong("is no JSON Schema: " + e.getMessage() + ".");
        }
    }

    private record Entry(
            Effect effect,
            boolean isOutside,
            @Nullable JsonNode parameters,
            @Nullable JsonSchema schema) {}
}
