package io.tutti.rules;

import io.tutti.home.ConfigFiles;
import io.tutti.home.Home;
import io.tutti.home.WrongSetting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Reads every configuration file, so that a wrong one is found before its reader needs it. */
final class ConfigRules {

    private static final String EXTENSION = ".yaml";
    private static final Set<String> OTHER_FOLDERS = Set.of("schema", "deploy");

    private ConfigRules() {}

    static void check(ConfigFiles files, Home home, List<Consumer<ConfigFiles>> readers, Findings findings) {
        Set<String> names = new TreeSet<>();
        Set<String> folders = new TreeSet<>();
        home.config().forEach(directory -> list(directory, names, folders));
        names.forEach(name -> attempt(() -> files.read(name), findings));
        folders.forEach(folder -> attempt(() -> files.readFolder(folder), findings));
        readers.forEach(reader -> attempt(() -> reader.accept(files), findings));
    }

    /** Spring Boot reads {@code application*.yaml}; the rest is ours. */
    private static void list(Path directory, Set<String> names, Set<String> folders) {
        try (var found = Files.list(directory)) {
            for (Path path : found.toList()) {
                String name = String.valueOf(path.getFileName());
                if (Files.isDirectory(path) && !OTHER_FOLDERS.contains(name)) {
                    folders.add(name);
                } else if (name.endsWith(EXTENSION) && !name.startsWith("application")) {
                    names.add(name.substring(0, name.length() - EXTENSION.length()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + directory + " cannot be listed", e);
        }
    }

    private static void attempt(Runnable reading, Findings findings) {
        try {
            reading.run();
        } catch (WrongSetting e) {
            findings.add(new Finding(e.file(), e.line(), e.expected(), true));
        }
    }
}
