package io.tutti.rules;

import io.tutti.home.YamlFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A route or connector file as it was read.
 *
 * @param file where it lies
 * @param text its content
 */
record Source(Path file, String text) {

    /** The file's name, which a file of a later directory shares to replace it. */
    String name() {
        return String.valueOf(file.getFileName());
    }

    long lines() {
        return text.lines().count();
    }

    /** Their content; they must be YAML. */
    static List<YamlFile> parsed(Collection<Source> sources) {
        return sources.stream()
                .map(source -> YamlFile.parse(source.file(), source.text()))
                .toList();
    }

    /**
     * All files under {@code directories} that end in {@code extension}, by name, in reading order: a later
     * directory's file replaces an earlier one's of the same name.
     */
    static Map<String, Source> all(List<Path> directories, String extension) {
        Map<String, Source> byName = new TreeMap<>();
        for (Path directory : directories) {
            for (Path file : files(directory, extension)) {
                read(file).ifPresent(source -> byName.put(source.name(), source));
            }
        }
        return byName;
    }

    static List<Path> files(Path directory, String extension) {
        try (var found = Files.walk(directory)) {
            return found.filter(Files::isRegularFile)
                    .filter(file -> String.valueOf(file.getFileName()).endsWith(extension))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + directory + " cannot be listed", e);
        }
    }

    /** Empty when the file vanished between listing and reading. */
    private static Optional<Source> read(Path file) {
        try {
            return Optional.of(new Source(file, new String(Files.readAllBytes(file), StandardCharsets.UTF_8)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + file + " cannot be read", e);
        }
    }
}
