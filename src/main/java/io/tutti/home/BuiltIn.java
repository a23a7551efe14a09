package io.tutti.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The routes, connectors and configuration that are packed into the program. A crash while they are unpacked is
 * repaired by the next start: every file is compared, written whole and renamed into place.
 */
class BuiltIn {

    private static final String FOLDER = "tutti/";
    private static final List<String> PARTS = List.of("routes", "connectors", "config");

    /** Makes {@code target} equal to what is packed and returns it; files that are no longer packed are removed. */
    Path unpack(Path target) {
        try {
            Set<Path> kept = new LinkedHashSet<>();
            for (String part : PARTS) {
                Files.createDirectories(target.resolve(part));
                for (Resource packed : packed(part)) {
                    kept.add(write(packed, target));
                }
            }
            removeOthers(target, kept);
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException("The built-in routes could not be unpacked to " + target, e);
        }
    }

    private static List<Resource> packed(String part) throws IOException {
        return Arrays.stream(
                        new PathMatchingResourcePatternResolver().getResources("classpath*:" + FOLDER + part + "/**"))
                .filter(Resource::isReadable)
                .toList();
    }

    private static Path write(Resource packed, Path target) throws IOException {
        String url = packed.getURL().toString();
        Path file = target.resolve(url.substring(url.lastIndexOf("/" + FOLDER) + FOLDER.length() + 1));
        byte[] content = packed.getContentAsByteArray();
        if (!Files.isRegularFile(file) || !Arrays.equals(Files.readAllBytes(file), content)) {
            Files.createDirectories(parent(file));
            Path half = file.resolveSibling(file.getFileName() + ".part");
            Files.write(half, content);
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        return parent == null ? file : parent;
    }

    private static void removeOthers(Path target, Set<Path> kept) throws IOException {
        try (var found = Files.walk(target)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                boolean stale = Files.isRegularFile(path) && !kept.contains(path);
                if (stale) {
                    Files.delete(path);
                }
            }
        }
    }
}
