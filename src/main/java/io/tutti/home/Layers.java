package io.tutti.home;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;

/** Files of one name from several directories, laid over each other; knows which one a value came from. */
final class Layers {

    private final List<YamlFile> files;
    private final ObjectNode merged = JsonNodeFactory.instance.objectNode();

    /** @param files at least one, the later ones win */
    Layers(List<YamlFile> files) {
        this.files = files;
        files.forEach(file -> file.content().properties().forEach(entry -> lay(entry.getKey(), entry.getValue())));
    }

    JsonNode merged() {
        return merged;
    }

    /** The file that the value at {@code pointer} came from. */
    Path file(String pointer) {
        return owner(pointer).file();
    }

    /** Its line. */
    int line(String pointer) {
        return owner(pointer).line(pointer);
    }

    private void lay(String key, JsonNode value) {
        if (merged.get(key) instanceof ObjectNode below && value instanceof ObjectNode above) {
            below.setAll(above);
            return;
        }
        merged.set(key, value.deepCopy());
    }

    private YamlFile owner(String pointer) {
        JsonPointer parts = JsonPointer.compile(pointer);
        JsonPointer top = parts.matches() ? parts : JsonPointer.compile("/" + escaped(parts));
        JsonPointer rest = parts.matches() ? parts : parts.tail();
        JsonPointer entry = rest.matches() ? top : top.append(JsonPointer.compile("/" + escaped(rest)));
        return lastWith(merged.at(top).isObject() ? entry : top, lastWith(top, files.getLast()));
    }

    private YamlFile lastWith(JsonPointer pointer, YamlFile otherwise) {
        return files.stream()
                .filter(file -> !file.content().at(pointer).isMissingNode())
                .reduce((earlier, later) -> later)
                .orElse(otherwise);
    }

    private static String escaped(JsonPointer parts) {
        return parts.getMatchingProperty().replace("~", "~0").replace("/", "~1");
    }
}
