package io.tutti;

import io.tutti.launch.IndexedClassLoader;
import java.lang.reflect.InvocationTargetException;

/**
 * The jar's main class: says in one sentence that a newer Java is needed, where the JVM would print a stack trace. It is
 * compiled for Java 17, the oldest that the jar's loader runs on.
 */
public final class Start {

    private static final int OLDEST_JAVA = 21;

    private Start() {}

    /** Hands over to {@link Tutti} in a loader that knows where its classes are, or ends with code 1. */
    public static void main(String[] arguments) throws Throwable {
        int found = Runtime.version().feature();
        if (found < OLDEST_JAVA) {
            System.err.println("Tutti runs on Java " + OLDEST_JAVA + " or newer (25 is best); this is Java " + found
                    + " in " + System.getProperty("java.home")
                    + ". Start it with a newer one: /path/to/jdk/bin/java -jar tutti.jar");
            System.exit(1);
        }
        ClassLoader loader = IndexedClassLoader.insteadOf(Start.class.getClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        try {
            loader.loadClass("io.tutti.Tutti").getMethod("main", String[].class).invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
