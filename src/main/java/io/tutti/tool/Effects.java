package io.tutti.tool;

import io.tutti.home.ConfigFiles;
import io.tutti.home.WrongSetting;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What {@code config/tools.yaml} says of each tool. Immutable. */
@Component
final class Effects {

    private final Map<String, Effect> byTool = new HashMap<>();

    /** @throws WrongSetting when the file says something else than its schema allows */
    Effects(ConfigFiles config) {
        config.read("tools")
                .path("tools")
                .properties()
                .forEach(tool -> byTool.put(
                        tool.getKey(), Effect.of(tool.getValue().path("effect").asText())));
    }

    /** The safest for a tool that the file does not name. */
    Effect of(String tool) {
        return byTool.getOrDefault(tool, Effect.AT_MOST_ONCE);
    }
}
