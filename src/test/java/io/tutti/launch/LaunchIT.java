package io.tutti.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import org.junit.jupiter.api.Test;

/**
 * What the loader of {@code tutti.jar} finds is what Spring Boot's own would. Its order is that of the dependencies, as
 * in {@code mvn spring-boot:run} and in the unpacked jar; Spring Boot's is that of the jars' names.
 */
class LaunchIT {

    private static final Path JAR = Path.of("target", "tutti.jar").toAbsolutePath();

    @Test
    void findsEachFileOfThePackagedJarWhereSpringBootDoes() throws Exception {
        ClassLoader spring = JarInJar.loaderOf(JAR);
        ClassLoader indexed = IndexedClassLoader.insteadOf(spring);
        assertThat(indexed).isInstanceOf(IndexedClassLoader.class);
        var names = namesInTheLibraries();
        assertThat(names).hasSizeGreaterThan(1_000);
        for (String name : names) {
            assertThat(Collections.list(indexed.getResources(name)))
                    .as(name)
                    .containsExactlyInAnyOrderElementsOf(Collections.list(spring.getResources(name)));
        }
    }

    @Test
    void startsTheHubsOwnClasses() throws Exception {
        Class<?> hub = IndexedClassLoader.insteadOf(JarInJar.loaderOf(JAR)).loadClass("io.tutti.Hub");
        assertThat(hub.getClassLoader()).isInstanceOf(IndexedClassLoader.class);
        assertThat(hub.getPackage().getImplementationTitle()).isEqualTo("Tutti");
        assertThat(hub.getAnnotations()).isNotEmpty();
    }

    /** One class of each package is enough: what is found by directory is found for all of them. */
    private static TreeSet<String> namesInTheLibraries() throws Exception {
        var names = new TreeSet<String>();
        var packages = new TreeSet<String>();
        try (var jar = new JarFile(JAR.toFile())) {
            for (var entry : Collections.list(jar.entries())) {
                if (!entry.getName().startsWith("BOOT-INF/lib/") || entry.isDirectory()) {
                    continue;
                }
                try (var library = new JarInputStream(
                        new ByteArrayInputStream(jar.getInputStream(entry).readAllBytes()))) {
                    for (var file = library.getNextEntry(); file != null; file = library.getNextEntry()) {
                        String name = file.getName();
                        if (!name.endsWith(".class")
                                || packages.add(entry.getName() + name.substring(0, name.lastIndexOf('/') + 1))) {
                            names.add(name);
                        }
                    }
                }
            }
        }
        return names;
    }
}
