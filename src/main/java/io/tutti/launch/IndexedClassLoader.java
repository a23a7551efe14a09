package io.tutti.launch;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Loads from the jars in {@code tutti.jar} what Spring Boot's own loader would, and looks only into those that
 * {@link ClassPathIndex} names. Spring Boot's asks one after the other, each by an address of its own: with three hundred
 * jars an eighth of the hub's first start. Safe for use by many threads.
 */
public final class IndexedClassLoader extends URLClassLoader {

    static {
        ClassLoader.registerAsParallelCapable();
    }

    private final ClassPathIndex index;
    private final List<NestedPart> parts;
    private final Set<String> packagesOfJava = ModuleLayer.boot().modules().stream()
            .flatMap(module -> module.getPackages().stream())
            .collect(Collectors.toSet());

    private IndexedClassLoader(URL[] urls, ClassLoader parent, ClassPathIndex index, List<NestedPart> parts) {
        super(urls, parent);
        this.index = index;
        this.parts = parts;
    }

    /**
     * A loader of the same classes from the same jars.
     *
     * @param present the loader that runs
     * @return {@code present} itself unless it is Spring Boot's, in a jar that the build indexed
     */
    public static ClassLoader insteadOf(ClassLoader present) throws IOException {
        if (!(present instanceof URLClassLoader launched)) {
            return present;
        }
        try (InputStream written = launched.getResourceAsStream(ClassPathIndex.LOCATION)) {
            if (written == null) {
                return present;
            }
            var nested = new LinkedHashMap<String, NestedPart>();
            for (URL url : launched.getURLs()) {
                NestedPart part = NestedPart.at(url);
                if (part == null) {
                    return present;
                }
                nested.put(part.name(), part);
            }
            ClassPathIndex index = ClassPathIndex.read(written);
            return nested.keySet().containsAll(index.parts())
                    ? new IndexedClassLoader(launched.getURLs(), launched.getParent(), index, inOrder(nested, index))
                    : present;
        }
    }

    /** What the index does not know, which is what Spring Boot added to the jar, comes last. */
    private static List<NestedPart> inOrder(Map<String, NestedPart> nested, ClassPathIndex index) throws IOException {
        var inOrder = new ArrayList<NestedPart>();
        for (String name : index.parts()) {
            inOrder.add(nested.remove(name));
        }
        for (NestedPart added : nested.values()) {
            index.add(added.name(), added.files());
            inOrder.add(added);
        }
        return inOrder;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!packagesOfJava.contains(upTo('.', name))) {
            synchronized (getClassLoadingLock(name)) {
                Class<?> here = findLoadedClass(name);
                if (here == null) {
                    here = findHere(name);
                }
                if (here != null) {
                    if (resolve) {
                        resolveClass(here);
                    }
                    return here;
                }
            }
        }
        return super.loadClass(name, resolve);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        Class<?> here = findHere(name);
        if (here == null) {
            throw new ClassNotFoundException(name);
        }
        return here;
    }

    private @Nullable Class<?> findHere(String name) throws ClassNotFoundException {
        String path = name.replace('.', '/');
        try {
            for (int number : index.partsWith(upTo('/', path))) {
                NestedPart part = parts.get(number);
                byte[] bytes = part.read(path + ".class");
                if (bytes != null) {
                    define(upTo('.', name), part);
                    return defineClass(name, bytes, 0, bytes.length, part.source());
                }
            }
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
        return null;
    }

    private void define(String inPackage, NestedPart part) throws IOException {
        if (getDefinedPackage(inPackage) != null) {
            return;
        }
        try {
            definePackage(inPackage, part.manifest(), part.url());
        } catch (IllegalArgumentException e) {
            // Another thread was faster, with another class of the package.
            if (getDefinedPackage(inPackage) == null) {
                throw e;
            }
        }
    }

    @Override
    public @Nullable URL findResource(String name) {
        return candidates(name)
                .mapToObj(number -> parts.get(number).find(name))
                .filter(found -> found != null)
                .findFirst()
                .orElse(null);
    }

    @Override
    public Enumeration<URL> findResources(String name) {
        var found = new ArrayList<URL>();
        candidates(name).mapToObj(number -> parts.get(number).find(name)).forEach(url -> {
            if (url != null) {
                found.add(url);
            }
        });
        return Collections.enumeration(found);
    }

    /** The numbers of the parts that may have a file or a directory of this name. */
    private IntStream candidates(String name) {
        String path = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        return IntStream.concat(IntStream.of(index.partsWith(upTo('/', path))), IntStream.of(index.partsWith(path)))
                .sorted()
                .distinct();
    }

    /** All before the last {@code separator}; nothing if there is none. */
    private static String upTo(char separator, String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf(separator)));
    }
}
