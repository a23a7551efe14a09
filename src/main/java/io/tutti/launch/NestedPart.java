package io.tutti.launch;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.CodeSource;
import java.util.Collection;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.loader.jar.NestedJarFile;
import org.springframework.boot.loader.launch.LaunchedClassLoader;
import org.springframework.boot.loader.net.protocol.nested.NestedLocation;

/** A jar, or the directory of classes, in a jar. It is opened when something is first read, and stays open. */
final class NestedPart {

    private static final String BEFORE = "jar:";
    private static final String AFTER = "!/";

    private final URL url;
    private final NestedLocation location;
    private final CodeSource source;
    private final LaunchedClassLoader resources;
    private @Nullable NestedJarFile opened;
    private @Nullable Manifest manifest;

    private NestedPart(URL url, NestedLocation location) {
        this.url = url;
        this.location = location;
        this.source = new CodeSource(url, (CodeSigner[]) null);
        this.resources = new LaunchedClassLoader(false, new URL[] {url}, null);
    }

    /** The part at an address like {@code jar:nested:/opt/tutti.jar/!BOOT-INF/lib/camel-api.jar!/}; null at any other. */
    static @Nullable NestedPart at(URL url) throws MalformedURLException {
        String address = url.toString();
        if (!address.startsWith(BEFORE + "nested:") || !address.endsWith(AFTER)) {
            return null;
        }
        var within = new URL(address.substring(BEFORE.length(), address.length() - AFTER.length()));
        return new NestedPart(url, NestedLocation.fromUrl(within));
    }

    /** The last name of its path. */
    String name() {
        return Path.of(location.nestedEntryName()).getFileName().toString();
    }

    URL url() {
        return url;
    }

    CodeSource source() {
        return source;
    }

    /** The names of all that is in it. */
    Collection<String> files() throws IOException {
        return jar().stream().map(JarEntry::getName).toList();
    }

    /** The bytes of a file; null if it is not there. */
    byte @Nullable [] read(String file) throws IOException {
        JarEntry entry = jar().getEntry(file);
        if (entry == null) {
            return null;
        }
        try (InputStream content = jar().getInputStream(entry)) {
            return content.readAllBytes();
        }
    }

    /** The address of a file or directory as Spring Boot's loader gives it; null if it is not there. */
    @Nullable
    URL find(String file) {
        return resources.findResource(file);
    }

    /** What it says about its packages; the hub's own classes have the manifest of the jar around them. */
    synchronized Manifest manifest() throws IOException {
        Manifest known = manifest;
        if (known == null) {
            known = jar().getManifest();
            if (known == null && name().equals(ClassPathIndex.OWN_CLASSES)) {
                try (var around = new JarFile(location.path().toFile())) {
                    known = around.getManifest();
                }
            }
            if (known == null) {
                known = new Manifest();
            }
            manifest = known;
        }
        return known;
    }

    private synchronized NestedJarFile jar() throws IOException {
        NestedJarFile jar = opened;
        if (jar == null) {
            jar = new NestedJarFile(location.path().toFile(), location.nestedEntryName(), Runtime.version());
            opened = jar;
        }
        return jar;
    }
}
