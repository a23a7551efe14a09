package io.tutti.home;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * A YAML 1.2 file with the line of each of its values. Reading it creates no objects but JSON nodes: tags are refused,
 * and size, depth and aliases are bounded.
 *
 * @param file where it lies
 * @param content the whole; a missing node when the file is empty
 * @param lines line, from 1, by JSON pointer; an entry of an object has the line of its key
 */
public record YamlFile(Path file, JsonNode content, Map<String, Integer> lines) {

    private static final int MOST_CHARACTERS = 1_000_000;
    private static final int MOST_ALIASES = 20;

    /**
     * Reads {@code file}.
     *
     * @throws WrongSetting when it is no YAML, too large, or uses tags
     */
    public static YamlFile read(Path file) {
        try {
            return parse(file, Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new WrongSetting(file, 0, "is not UTF-8 text; save it as UTF-8.");
        } catch (IOException e) {
            throw new WrongSetting(
                    file,
                    0,
                    "cannot be read: " + e.getClass().getSimpleName() + "; check that it exists and its permissions.");
        }
    }

    /** Parses {@code text} as if it were the content of {@code file}. */
    public static YamlFile parse(Path file, String text) {
        var settings = LoadSettings.builder()
                .setCodePointLimit(MOST_CHARACTERS)
                .setMaxAliasesForCollections(MOST_ALIASES)
                .setSchema(new CoreSchema())
                .setUseMarks(true)
                .build();
        try {
            refuseDepth(file, new Parse(settings).parseString(text));
            var root = new Compose(settings).composeString(text);
            Map<String, Integer> lines = new HashMap<>();
            JsonNode content =
                    root.isEmpty() ? MissingNode.getInstance() : new YamlNodes(file, lines).convert(root.get(), "");
            return new YamlFile(file, content, Map.copyOf(lines));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(Mark::getLine).orElse(-1) + 1;
            throw new WrongSetting(file, line, "is no YAML: " + oneLine(e.getProblem()) + ".");
        } catch (YamlEngineException | IllegalArgumentException e) {
            // The library refuses some tags, such as !%a, by the latter.
            throw new WrongSetting(file, 0, "is no YAML: " + oneLine(String.valueOf(e.getMessage())) + ".");
        }
    }

    /** The line of the value at {@code pointer}, else that of the nearest value round it; 0 in an empty file. */
    public int line(String pointer) {
        for (String at = pointer; ; at = at.substring(0, at.lastIndexOf('/'))) {
            Integer line = lines.get(at);
            if (line != null || at.isEmpty()) {
                return line == null ? 0 : line;
            }
        }
    }

    /** The composer below calls itself for each level, so that depth has to be bounded before it. */
    private static void refuseDepth(Path file, Iterable<Event> events) {
        int depth = 0;
        for (Event event : events) {
            if (event instanceof CollectionStartEvent && ++depth > YamlNodes.DEEPEST) {
                int line = event.getStartMark().map(Mark::getLine).orElse(-1) + 1;
                throw new WrongSetting(
                        file, line, "is nested more than " + YamlNodes.DEEPEST + " deep; make it flatter.");
            }
            if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
