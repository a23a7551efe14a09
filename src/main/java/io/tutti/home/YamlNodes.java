package io.tutti.home;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Turns YAML nodes into JSON nodes and writes down their lines. */
final class YamlNodes {

    static final int DEEPEST = 60;
    private static final int MOST_VALUES = 200_000;
    private static final int LONGEST_NUMBER = 40;
    /** ENV_VARIABLE is how the parser calls a plain scalar of the form ${NAME}; it is text, filled in later. */
    private static final Set<Tag> KNOWN =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.SEQ, Tag.MAP, Tag.ENV_TAG);

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Path file;
    private final Map<String, Integer> lines;
    private int depth;
    private int values;

    YamlNodes(Path file, Map<String, Integer> lines) {
        this.file = file;
        this.lines = lines;
    }

    JsonNode convert(Node node, String pointer) {
        lines.putIfAbsent(pointer, line(node));
        // An alias to a node round itself, or aliases of aliases, end here instead of filling the memory.
        if (++values > MOST_VALUES || ++depth > DEEPEST) {
            throw new WrongSetting(
                    file,
                    line(node),
                    "is nested more than " + DEEPEST + " deep or has more than " + MOST_VALUES
                            + " values; make it smaller.");
        }
        if (!KNOWN.contains(node.getTag())) {
            throw new WrongSetting(
                    file,
                    line(node),
                    "has the YAML tag " + node.getTag() + ", but tags are not allowed; write a plain value.");
        }
        JsonNode converted = switch (node) {
            case MappingNode map -> object(map, pointer);
            case SequenceNode list -> array(list, pointer);
            case ScalarNode scalar -> scalar(scalar);
            default -> throw new WrongSetting(file, line(node), "has a value of an unknown kind.");
        };
        depth--;
        return converted;
    }

    private ObjectNode object(MappingNode map, String pointer) {
        ObjectNode object = JSON.objectNode();
        for (NodeTuple entry : map.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw new WrongSetting(
                        file, line(entry.getKeyNode()), "has a key that is no text; write a plain word.");
            }
            String name = key.getValue();
            if (object.has(name)) {
                throw new WrongSetting(file, line(key), "has the key '" + name + "' twice; remove one.");
            }
            String at = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
            lines.put(at, line(key));
            object.set(name, convert(entry.getValueNode(), at));
        }
        return object;
    }

    private ArrayNode array(SequenceNode list, String pointer) {
        ArrayNode array = JSON.arrayNode();
        for (Node item : list.getValue()) {
            array.add(convert(item, pointer + "/" + array.size()));
        }
        return array;
    }

    private JsonNode scalar(ScalarNode scalar) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            return JSON.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return JSON.booleanNode(Boolean.parseBoolean(text));
        }
        boolean isNumber = (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) && text.length() <= LONGEST_NUMBER;
        return isNumber ? number(text) : JSON.textNode(text);
    }

    /** Hexadecimal, octal, infinite and not-a-number stay text, so that a schema refuses them where a number is due. */
    private static JsonNode number(String text) {
        try {
            var number = new BigDecimal(text);
            if (number.scale() <= 0 && number.precision() - number.scale() <= LONGEST_NUMBER) {
                BigInteger whole = number.toBigIntegerExact();
                return whole.bitLength() < Integer.SIZE ? JSON.numberNode(whole.intValue()) : JSON.numberNode(whole);
            }
            return JSON.numberNode(number);
        } catch (NumberFormatException e) {
            return JSON.textNode(text);
        }
    }

    private static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(-1) + 1;
    }
}
