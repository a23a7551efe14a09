package io.tutti.faults;

import com.sun.tools.attach.VirtualMachine;
import io.tutti.failure.Failpoint;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** Arms a {@link Failpoint} of a hub that runs already: an agent that the hub's Java machine loads. */
public final class Arming {

    private static final String CLASS = Arming.class.getName();

    private Arming() {}

    /** Returns when the hub of this process dies the next time that it reaches the place. */
    static void arm(long process, Failpoint point, Path directory) throws Exception {
        VirtualMachine hub = VirtualMachine.attach(Long.toString(process));
        try {
            hub.loadAgent(jar(directory).toString(), point.name());
        } finally {
            hub.detach();
        }
    }

    /** What the hub's Java machine runs. */
    public static void agentmain(String point, Instrumentation hub) throws Exception {
        Class<?> failpoint = Stream.of(hub.getAllLoadedClasses())
                .filter(loaded -> loaded.getName().equals("io.tutti.failure.Failpoint"))
                .findFirst()
                .orElseThrow();
        Object place = failpoint.getField(point).get(null);
        Field left = failpoint.getDeclaredField("left");
        left.setAccessible(true);
        ((AtomicInteger) left.get(place)).set(1);
    }

    private static Path jar(Path directory) throws Exception {
        Path jar = directory.resolve("arming.jar");
        if (Files.exists(jar)) {
            return jar;
        }
        String file = CLASS.replace('.', '/') + ".class";
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Agent-Class", CLASS);
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                var in = Arming.class.getClassLoader().getResourceAsStream(file)) {
            out.putNextEntry(new JarEntry(file));
            in.transferTo(out);
            out.closeEntry();
        }
        return jar;
    }
}
