package io.tutti.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A value of a request that knows its path. A null counts as absent, as it does at OpenAI.
 *
 * @param path for example {@code messages[1].content}; empty for the whole body
 */
record Field(JsonNode node, String path) {

    static Field body(JsonNode body) {
        if (!body.isObject()) {
            throw new BadParameter("body", "is no JSON object; send one with Content-Type: application/json.");
        }
        return new Field(body, "");
    }

    BadParameter bad(String found) {
        return new BadParameter(path, found);
    }

    Field at(String name) {
        return new Field(node.path(name), path.isEmpty() ? name : path + "." + name);
    }

    boolean isPresent() {
        return !node.isMissingNode() && !node.isNull();
    }

    boolean isText() {
        return node.isTextual();
    }

    boolean isList() {
        return node.isArray();
    }

    /** Makes sure that it has no other fields than these. */
    Field only(Set<String> names) {
        if (!node.isObject()) {
            throw bad("must be an object.");
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name) && at(name).isPresent()) {
                throw at(name).bad("is not known here, or not supported by this hub; leave it out.");
            }
        });
        return this;
    }

    /** Its items; none when it is absent. */
    List<Field> items() {
        if (!isPresent()) {
            return List.of();
        }
        if (!node.isArray()) {
            throw bad("must be a list.");
        }
        List<Field> items = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            items.add(new Field(node.get(i), path + "[" + i + "]"));
        }
        return items;
    }

    String text() {
        if (!node.isTextual()) {
            throw bad(isPresent() ? "must be a text." : "is missing; it must be a text.");
        }
        return node.textValue();
    }

    Optional<String> optionalText() {
        return isPresent() ? Optional.of(text()) : Optional.empty();
    }

    /** One of some words. */
    String oneOf(Set<String> words) {
        String word = text();
        if (!words.contains(word)) {
            throw bad("must be one of "
                    + String.join(", ", words.stream().sorted().toList()) + ".");
        }
        return word;
    }

    boolean flag() {
        if (!isPresent()) {
            return false;
        }
        if (!node.isBoolean()) {
            throw bad("must be true or false.");
        }
        return node.booleanValue();
    }

    Optional<Integer> whole(int least, int most) {
        if (!isPresent()) {
            return Optional.empty();
        }
        if (!node.canConvertToExactIntegral() || !node.canConvertToInt() || outside(least, most)) {
            throw bad("must be a whole number from " + least + " to " + most + ".");
        }
        return Optional.of(node.intValue());
    }

    Optional<Double> number(double least, double most) {
        if (!isPresent()) {
            return Optional.empty();
        }
        if (!node.isNumber() || outside(least, most)) {
            throw bad("must be a number from " + least + " to " + most + ".");
        }
        return Optional.of(node.doubleValue());
    }

    private boolean outside(double least, double most) {
        return !(node.doubleValue() >= least && node.doubleValue() <= most);
    }
}
