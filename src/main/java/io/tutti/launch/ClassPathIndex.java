package io.tutti.launch;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Which parts of the class path, the jars and the directory of the hub's own classes, have which directories. The build
 * writes it: a line for each part in the order of the class path, an empty line, and for each directory a line of its
 * name and the numbers of its parts, with tabs between.
 */
final class ClassPathIndex {

    /** Where it lies among the hub's own classes. */
    static final String LOCATION = "META-INF/class-path.idx";

    /** The name of the part that is no jar. */
    static final String OWN_CLASSES = "classes";

    /** In the manifest of a starter for example; Spring Boot does not put such jars into {@code tutti.jar}. */
    private static final String OF_NO_CLASSES = "Spring-Boot-Jar-Type";

    private static final Pattern OF_A_VERSION = Pattern.compile("META-INF/versions/[0-9]+/");
    private static final int[] NONE = {};

    private final List<String> parts = new ArrayList<>();
    private final Map<String, int[]> directories = new HashMap<>();

    /** The names of the parts, in the order of the class path. */
    List<String> parts() {
        return parts;
    }

    /** The numbers of the parts that have this directory, {@code org/apache/camel} for example; ascending. */
    int[] partsWith(String directory) {
        return directories.getOrDefault(directory, NONE);
    }

    /** Adds the last part of the class path. */
    void add(String part, Collection<String> files) {
        int number = parts.size();
        parts.add(part);
        for (String directory : directoriesOf(files)) {
            directories.merge(
                    directory,
                    new int[] {number},
                    (before, one) -> IntStream.concat(IntStream.of(before), IntStream.of(one))
                            .toArray());
        }
    }

    /** With those above them, of which the first has no name. What is for one version of Java is found without it too. */
    private static Set<String> directoriesOf(Collection<String> files) {
        var found = new LinkedHashSet<String>();
        for (String file : files) {
            addAbove(file, found);
            addAbove(OF_A_VERSION.matcher(file).replaceFirst(""), found);
        }
        return found;
    }

    private static void addAbove(String file, Set<String> directories) {
        String name = file;
        while (!name.isEmpty()) {
            name = name.substring(0, Math.max(0, name.lastIndexOf('/')));
            directories.add(name);
        }
    }

    /** Reads what {@link #main} wrote. */
    static ClassPathIndex read(InputStream written) throws IOException {
        var index = new ClassPathIndex();
        try (var lines = new BufferedReader(new InputStreamReader(written, StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null && !line.isEmpty()) {
                index.parts.add(line);
                line = lines.readLine();
            }
            for (line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] columns = line.split("\t", -1);
                var numbers = new int[columns.length - 1];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = Integer.parseInt(columns[i + 1]);
                }
                index.directories.put(columns[0], numbers);
            }
        }
        return index;
    }

    /**
     * Writes an index; called by the build.
     *
     * @param arguments the file to write, and a class path
     */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        var index = new ClassPathIndex();
        for (String name : arguments[1].split(File.pathSeparator)) {
            Path part = Path.of(name);
            if (Files.isDirectory(part)) {
                index.add(OWN_CLASSES, filesIn(part));
            } else {
                index.addJar(part);
            }
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, (Iterable<String>) index.lines()::iterator);
    }

    private void addJar(Path file) throws IOException {
        try (var jar = new JarFile(file.toFile())) {
            if (jar.getManifest() == null
                    || jar.getManifest().getMainAttributes().getValue(OF_NO_CLASSES) == null) {
                add(
                        file.getFileName().toString(),
                        jar.stream().map(ZipEntry::getName).toList());
            }
        }
    }

    private Stream<String> lines() {
        Stream<String> named = directories.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + "\t"
                        + IntStream.of(entry.getValue())
                                .mapToObj(String::valueOf)
                                .collect(Collectors.joining("\t")));
        return Stream.of(parts.stream(), Stream.of(""), named).flatMap(all -> all);
    }

    private static List<String> filesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString().replace(File.separatorChar, '/'))
                    .toList();
        }
    }
}
