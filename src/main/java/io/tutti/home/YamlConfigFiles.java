package io.tutti.home;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.core.env.PropertyResolver;

/** Reads from the files each time it is asked, so that a change is seen by the next reader. */
final class YamlConfigFiles implements ConfigFiles {

    private static final String EXTENSION = ".yaml";

    private final List<Path> directories;
    private final PropertyResolver properties;

    YamlConfigFiles(List<Path> directories, PropertyResolver properties) {
        this.directories = directories;
        this.properties = properties;
    }

    @Override
    public JsonNode read(String name) {
        List<YamlFile> files = files(name);
        if (files.isEmpty()) {
            return JsonNodeFactory.instance.objectNode();
        }
        Layers layers = new Layers(files);
        check(name, layers);
        return layers.merged();
    }

    @Override
    public WrongSetting wrong(String name, String pointer, String expected) {
        List<YamlFile> files = files(name);
        if (files.isEmpty()) {
            return ConfigFiles.super.wrong(name, pointer, expected);
        }
        Layers layers = new Layers(files);
        return new WrongSetting(layers.file(pointer), layers.line(pointer), expected);
    }

    private List<YamlFile> files(String name) {
        return directories.stream()
                .map(directory -> directory.resolve(name + EXTENSION))
                .filter(Files::isRegularFile)
                .map(this::readFilled)
                .filter(file -> !file.content().isMissingNode())
                .toList();
    }

    @Override
    public Map<String, JsonNode> readFolder(String folder) {
        Map<String, Path> files = new TreeMap<>();
        for (Path directory : directories) {
            list(directory.resolve(folder)).forEach(file -> files.put(nameOf(file), file));
        }
        Map<String, JsonNode> contents = new TreeMap<>();
        files.forEach((name, file) -> {
            Layers alone = new Layers(List.of(readFilled(file)));
            check(folder, alone);
            contents.put(name, alone.merged());
        });
        return contents;
    }

    private void check(String name, Layers layers) {
        Path newest = layers.file("");
        Path schema = directories.stream()
                .map(directory -> directory.resolve("schema").resolve(name + ".schema.json"))
                .filter(Files::isRegularFile)
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new WrongSetting(
                        newest,
                        0,
                        "is no configuration that the hub knows: there is no schema/" + name
                                + ".schema.json; check its name."));
        Schema.read(schema).check(layers.merged()).stream().findFirst().ifPresent(problem -> {
            throw new WrongSetting(layers.file(problem.pointer()), layers.line(problem.pointer()), problem.message());
        });
    }

    private YamlFile readFilled(Path path) {
        YamlFile file = YamlFile.read(path);
        if (!file.content().isObject() && !file.content().isMissingNode()) {
            throw new WrongSetting(path, file.line(""), "must be an object of keys and values.");
        }
        return new YamlFile(path, fill(file, file.content(), ""), file.lines());
    }

    private JsonNode fill(YamlFile file, JsonNode node, String pointer) {
        if (node.isTextual()) {
            return JsonNodeFactory.instance.textNode(resolve(file, node.textValue(), pointer));
        }
        if (node instanceof ObjectNode object) {
            var filled = JsonNodeFactory.instance.objectNode();
            object.properties()
                    .forEach(entry ->
                            filled.set(entry.getKey(), fill(file, entry.getValue(), pointer + "/" + entry.getKey())));
            return filled;
        }
        if (node.isArray()) {
            var filled = JsonNodeFactory.instance.arrayNode();
            node.forEach(item -> filled.add(fill(file, item, pointer + "/" + filled.size())));
            return filled;
        }
        return node;
    }

    private String resolve(YamlFile file, String text, String pointer) {
        try {
            return properties.resolveRequiredPlaceholders(text);
        } catch (IllegalArgumentException e) {
            throw new WrongSetting(
                    file.file(),
                    file.line(pointer),
                    "has a ${...} that has no value; set the environment variable or write ${NAME:default}.");
        }
    }

    private static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var found = Files.list(folder)) {
            return found.filter(file -> file.toString().endsWith(EXTENSION))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder + " cannot be listed", e);
        }
    }

    private static String nameOf(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(0, name.length() - EXTENSION.length());
    }
}
