package io.tutti.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.check.Checks;
import io.tutti.home.ConfigFiles;
import io.tutti.home.Setting;
import io.tutti.home.WrongSetting;
import io.tutti.provider.ModelEntry;
import io.tutti.provider.ModelReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@code models.yaml} says.
 *
 * @param models in the order of the file
 * @param pools in the order of the file
 */
record ModelsFile(Map<String, ModelEntry> models, Map<String, PoolEntry> pools) {

    private static final String FILE = "models";
    private static final int MOST_HELD_BACK = 100_000;

    /** @throws WrongSetting about the first value that is impossible */
    static ModelsFile read(ConfigFiles files, Checks checks) {
        return read(files.read(FILE), checks.names(), (pointer, expected) -> files.wrong(FILE, pointer, expected));
    }

    /**
     * Reads and checks it.
     *
     * @param checks the names of the checks that there are
     * @param complaints how to complain about a value
     * @throws WrongSetting about the first value that is impossible
     */
    static ModelsFile read(JsonNode content, Set<String> checks, Setting.Complaints complaints) {
        Setting root = new Setting(content, "", complaints);
        Map<String, ModelEntry> models = new LinkedHashMap<>();
        root.at("models").entries().forEach((name, setting) -> models.put(name, ModelReader.read(name, setting)));
        Map<String, PoolEntry> pools = new LinkedHashMap<>();
        root.at("pools")
                .entries()
                .forEach((name, setting) -> pools.put(name, pool(name, setting, models.keySet(), checks)));
        return new ModelsFile(models, pools);
    }

    private static PoolEntry pool(String name, Setting setting, Set<String> models, Set<String> checks) {
        String prefer = setting.text("prefer", "order");
        if (!prefer.equals("order")) {
            throw setting.at("prefer")
                    .wrong("pool " + name + " prefers " + prefer + "; this version knows order only.");
        }
        List<String> ways = known(setting.at("try"), "model", models);
        if (ways.isEmpty()) {
            throw setting.wrong("pool " + name + " has no models; write try: [" + String.join(", ", models) + "].");
        }
        return new PoolEntry(
                name,
                ways,
                known(setting.at("checks"), "check", checks),
                setting.whole("retries", PoolEntry.RETRIES, 0, 10),
                setting.fraction("confidence", PoolEntry.CONFIDENCE),
                setting.whole("hold-back", PoolEntry.HOLD_BACK, 0, MOST_HELD_BACK),
                setting.flag("continue-cut"));
    }

    private static List<String> known(Setting list, String kind, Set<String> names) {
        List<String> found = new ArrayList<>();
        for (String name : list.texts()) {
            if (!names.contains(name)) {
                throw list.wrong("there is no " + kind + " " + name + "; there are " + String.join(", ", names) + ".");
            }
            if (found.contains(name)) {
                throw list.wrong("the " + kind + " " + name + " is there twice; name it once.");
            }
            found.add(name);
        }
        return found;
    }
}
