package io.tutti.launch;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.springframework.boot.loader.launch.LaunchedClassLoader;
import org.springframework.boot.loader.net.protocol.Handlers;
import org.springframework.boot.loader.net.protocol.jar.JarUrl;

/** Jars as Spring Boot packs them, and the loader that it starts them with. */
final class JarInJar {

    private static final String LIBRARIES = "BOOT-INF/lib/";

    private JarInJar() {}

    /** Spring Boot's loader of a packed jar. */
    static LaunchedClassLoader loaderOf(Path jar) throws IOException {
        Handlers.register();
        var urls = new ArrayList<URL>();
        try (var opened = new JarFile(jar.toFile())) {
            urls.add(JarUrl.create(jar.toFile(), "BOOT-INF/classes/"));
            opened.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.startsWith(LIBRARIES) && name.endsWith(".jar"))
                    .forEach(name -> urls.add(JarUrl.create(jar.toFile(), name)));
        }
        var around = new URLClassLoader(
                new URL[] {jar.toUri().toURL()},
                ClassLoader.getSystemClassLoader().getParent());
        return new LaunchedClassLoader(false, urls.toArray(URL[]::new), around);
    }

    /** Packs files into a jar, in this order. */
    static void pack(Path jar, Map<String, byte[]> files) throws IOException {
        try (var packed = new ZipOutputStream(Files.newOutputStream(jar))) {
            packed.setMethod(ZipOutputStream.STORED);
            for (var file : files.entrySet()) {
                var entry = new ZipEntry(file.getKey());
                var sum = new CRC32();
                sum.update(file.getValue());
                entry.setCrc(sum.getValue());
                entry.setSize(file.getValue().length);
                packed.putNextEntry(entry);
                packed.write(file.getValue());
                packed.closeEntry();
            }
        }
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A class as it was compiled. */
    static byte[] bytesOf(Class<?> type) throws IOException {
        try (var compiled =
                type.getClassLoader().getResourceAsStream(type.getName().replace('.', '/') + ".class")) {
            return Objects.requireNonNull(compiled).readAllBytes();
        }
    }

    /** The contents of all files of this name, in the loader's order. */
    static List<String> textsOf(ClassLoader loader, String name) throws IOException {
        var texts = new ArrayList<String>();
        for (URL url : Collections.list(loader.getResources(name))) {
            try (var in = url.openStream()) {
                texts.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return texts;
    }
}
