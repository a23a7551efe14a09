package io.tutti.tool;

import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.tutti.home.ConfigFiles;
import io.tutti.home.Setting;
import io.tutti.home.WrongSetting;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What {@code config/tools.yaml} says of each tool. Immutable. */
@Component
public final class ToolsFile {

    private static final String FILE = "tools";

    private final Map<String, ToolTraits> byTool = new HashMap<>();

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
        return traits(tool).parameters() != null;
    }

    /** The safest for a tool that the file does not name. */
    ToolTraits traits(String tool) {
        return byTool.getOrDefault(tool, ToolTraits.UNKNOWN);
    }

    private static ToolTraits entry(Setting tool) {
        Effect effect = Effect.of(tool.text("effect", ""));
        Setting parameters = tool.at("parameters");
        return parameters.isPresent()
                ? new ToolTraits(effect, tool.flag("outside"), parameters.node(), schema(parameters))
                : new ToolTraits(effect, tool.flag("outside"), null, null);
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
}
