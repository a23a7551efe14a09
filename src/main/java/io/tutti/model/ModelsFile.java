package io.tutti.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.check.Checks;
import io.tutti.home.ConfigFiles;
import io.tutti.home.Setting;
import io.tutti.home.WrongSetting;
import io.tutti.provider.ModelEntry;
import io.tutti.provider.Providers;
import io.tutti.redaction.Kinds;
import io.tutti.redaction.Recognizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What {@code models.yaml} says.
 *
 * @param models in the order of the file
 * @param pools in the order of the file
 * @param redaction the kinds of text that can be taken out
 */
record ModelsFile(Map<String, ModelEntry> models, Map<String, PoolEntry> pools, Kinds redaction) {

    private static final String FILE = "models";
    /** What a budget can count on when models.yaml says nothing: as much as a long answer has. */
    private static final int MOST_OUTPUT = 4096;

    /** The files from which pools learn their order. */
    List<String> outcomes() {
        return pools.values().stream()
                .flatMap(pool -> Stream.ofNullable(pool.learning()))
                .map(PoolEntry.Learning::outcomes)
                .distinct()
                .toList();
    }

    /** The same, where every answer of an outside model has an end that is known before it is asked. */
    ModelsFile withBoundedAnswers() {
        Map<String, ModelEntry> bounded = new LinkedHashMap<>();
        models.forEach((name, entry) -> bounded.put(name, entry.isLocal() ? entry : entry.bounded(MOST_OUTPUT)));
        return new ModelsFile(bounded, pools, redaction);
    }

    /** @throws WrongSetting about the first value that is impossible */
    static ModelsFile read(ConfigFiles files, Checks checks, Recognizer recognizer) {
        return read(files.read(FILE), checks, recognizer, (pointer, expected) -> files.wrong(FILE, pointer, expected));
    }

    /**
     * Reads and checks it.
     *
     * @param checks those that there are
     * @param recognizer asks routes what is personal
     * @param complaints how to complain about a value
     * @throws WrongSetting about the first value that is impossible
     */
    static ModelsFile read(JsonNode content, Checks checks, Recognizer recognizer, Setting.Complaints complaints) {
        Setting root = new Setting(content, "", complaints);
        Map<String, ModelEntry> models = new LinkedHashMap<>();
        Kinds kinds = Kinds.read(root.at("redaction"), recognizer);
        root.at("models").entries().forEach((name, setting) -> models.put(name, Providers.read(name, setting, kinds)));
        Map<String, PoolEntry> pools = new LinkedHashMap<>();
        PoolReader reader = new PoolReader(models.keySet(), checks);
        root.at("pools").entries().forEach((name, setting) -> pools.put(name, reader.read(name, setting)));
        return new ModelsFile(models, pools, kinds);
    }
}
