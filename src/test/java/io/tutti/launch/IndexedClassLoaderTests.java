package io.tutti.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexedClassLoaderTests {

    private static final String LOADED = Loaded.class.getName();
    private static final String LOADED_FILE = LOADED.replace('.', '/') + ".class";

    /** What the jars of these tests hold. */
    public static final class Loaded {}

    @TempDir
    Path home;

    private final Map<String, byte[]> outer = new LinkedHashMap<>();
    private String classPath = "";

    @BeforeEach
    void packsTwoLibraries() throws Exception {
        outer.put(
                "META-INF/MANIFEST.MF",
                JarInJar.text("Manifest-Version: 1.0\nImplementation-Title: Outer\nImplementation-Version: 7\n"));
        outer.put("BOOT-INF/classes/", new byte[0]);
        own("app/own.txt", JarInJar.text("own"));
        library("one.jar", Map.of("META-INF/services/x", JarInJar.text("one"), "only/in/one.txt", JarInJar.text("1")));
        library(
                "two.jar",
                Map.of("META-INF/services/x", JarInJar.text("two"), LOADED_FILE, JarInJar.bytesOf(Loaded.class)));
    }

    @Test
    void loadsAClassWithItsPackageAndPlace() throws Exception {
        ClassLoader loader = indexed();
        Class<?> loaded = loader.loadClass(LOADED);
        assertThat(loaded.getClassLoader()).isSameAs(loader).isInstanceOf(IndexedClassLoader.class);
        assertThat(loaded).isNotSameAs(Loaded.class).isSameAs(loader.loadClass(LOADED));
        assertThat(loaded.getPackage().getName()).isEqualTo("io.tutti.launch");
        assertThat(loaded.getProtectionDomain().getCodeSource().getLocation().toString())
                .endsWith("outer.jar/!BOOT-INF/lib/two.jar!/");
    }

    @Test
    void givesTheHubsOwnPackagesTheManifestOfTheJarAround() throws Exception {
        own(LOADED_FILE, JarInJar.bytesOf(Loaded.class));
        Package own = indexed().loadClass(LOADED).getPackage();
        assertThat(own.getImplementationTitle()).isEqualTo("Outer");
        assertThat(own.getImplementationVersion()).isEqualTo("7");
    }

    @Test
    void takesTheFirstOfTheClassPath() throws Exception {
        own(LOADED_FILE, JarInJar.bytesOf(Loaded.class));
        Class<?> loaded = indexed().loadClass(LOADED);
        assertThat(loaded.getProtectionDomain().getCodeSource().getLocation().toString())
                .endsWith("!BOOT-INF/classes/!/");
    }

    @Test
    void leavesJavasOwnToJava() throws Exception {
        library("three.jar", Map.of("java/sql/Driver.class", JarInJar.text("not a class")));
        assertThat(indexed().loadClass("java.sql.Driver")).isSameAs(java.sql.Driver.class);
    }

    @Test
    void findsResourcesAsSpringBootDoes() throws Exception {
        ClassLoader spring = spring();
        ClassLoader loader = IndexedClassLoader.insteadOf(spring);
        assertThat(JarInJar.textsOf(loader, "META-INF/services/x")).containsExactly("one", "two");
        assertThat(JarInJar.textsOf(loader, "only/in/one.txt")).containsExactly("1");
        assertThat(JarInJar.textsOf(loader, "app/own.txt")).containsExactly("own");
        for (String name :
                new String[] {"META-INF/services/x", "only/in/one.txt", "only/in/", "only", "no/such", "no"}) {
            assertThat(loader.getResource(name)).as(name).isEqualTo(spring.getResource(name));
        }
    }

    @Test
    void saysThatAClassIsNowhere() throws Exception {
        ClassLoader loader = indexed();
        assertThatExceptionOfType(ClassNotFoundException.class).isThrownBy(() -> loader.loadClass(LOADED + "Not"));
        assertThatExceptionOfType(ClassNotFoundException.class).isThrownBy(() -> loader.loadClass("no.such.Type"));
    }

    @Test
    void knowsAJarThatWasAddedAfterTheIndex() throws Exception {
        outer.put("META-INF/class-path.idx", Files.readAllBytes(index()));
        Path late = home.resolve("late.jar");
        JarInJar.pack(late, Map.of("late/text.txt", JarInJar.text("late")));
        outer.put("BOOT-INF/lib/late.jar", Files.readAllBytes(late));
        ClassLoader loader = IndexedClassLoader.insteadOf(JarInJar.loaderOf(packed()));
        assertThat(loader).isInstanceOf(IndexedClassLoader.class);
        assertThat(JarInJar.textsOf(loader, "late/text.txt")).containsExactly("late");
    }

    @Test
    void keepsSpringBootsLoaderIfAJarOfTheIndexIsMissing() throws Exception {
        outer.put("META-INF/class-path.idx", Files.readAllBytes(index()));
        outer.remove("BOOT-INF/lib/one.jar");
        ClassLoader spring = JarInJar.loaderOf(packed());
        assertThat(IndexedClassLoader.insteadOf(spring)).isSameAs(spring);
    }

    @Test
    void keepsALoaderOfNoJarInJar() throws Exception {
        ClassLoader system = ClassLoader.getSystemClassLoader();
        assertThat(IndexedClassLoader.insteadOf(system)).isSameAs(system);
        try (var folder = new URLClassLoader(new URL[] {home.toUri().toURL()}, system)) {
            assertThat(IndexedClassLoader.insteadOf(folder)).isSameAs(folder);
        }
        ClassLoader withoutIndex = JarInJar.loaderOf(packed());
        assertThat(IndexedClassLoader.insteadOf(withoutIndex)).isSameAs(withoutIndex);
    }

    private ClassLoader indexed() throws Exception {
        return IndexedClassLoader.insteadOf(spring());
    }

    private ClassLoader spring() throws Exception {
        outer.put("META-INF/class-path.idx", Files.readAllBytes(index()));
        return JarInJar.loaderOf(packed());
    }

    private Path packed() throws Exception {
        Path jar = home.resolve("outer.jar");
        JarInJar.pack(jar, outer);
        return jar;
    }

    private Path index() throws Exception {
        Path index = home.resolve("class-path.idx");
        ClassPathIndex.main(new String[] {index.toString(), home.resolve("classes") + classPath});
        return index;
    }

    private void own(String name, byte[] content) throws Exception {
        outer.put("BOOT-INF/classes/" + name, content);
        Path file = home.resolve("classes").resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    private void library(String name, Map<String, byte[]> files) throws Exception {
        Path jar = home.resolve(name);
        JarInJar.pack(jar, files);
        outer.put("BOOT-INF/lib/" + name, Files.readAllBytes(jar));
        classPath += File.pathSeparator + jar;
    }
}
