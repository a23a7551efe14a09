package io.tutti.intake;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Lets the file route see a file once neither its size nor its time has changed for a second that passed here. The file's
 * time is compared with nothing but itself, since the clock of a file server may be ahead of the hub's. Asking does not
 * wait. Thread-safe.
 */
@Component("settledFiles")
final class SettledFiles implements GenericFileFilter<File> {

    private static final long QUIET_NANOS = Duration.ofSeconds(1).toNanos();

    /** What was not asked for so long has been taken or removed. */
    private static final long FORGOTTEN_NANOS = Duration.ofMinutes(1).toNanos();

    private static final Logger LOG = LoggerFactory.getLogger(SettledFiles.class);

    private final Set<String> said = ConcurrentHashMap.newKeySet();
    private final Map<String, Sight> sights = new ConcurrentHashMap<>();
    private volatile long tidied = System.nanoTime();

    private record Sight(long size, long modified, long since, long asked) {

        boolean isOf(long otherSize, long otherModified) {
            return size == otherSize && modified == otherModified;
        }
    }

    @Override
    public boolean accept(GenericFile<File> file) {
        if (file.isDirectory()) {
            return true;
        }
        long size = file.getFileLength();
        long modified = file.getLastModified();
        long now = System.nanoTime();
        tidy(now);
        Sight sight = sights.compute(file.getAbsoluteFilePath(), (path, before) -> {
            boolean same = before != null && before.isOf(size, modified);
            return new Sight(size, modified, same ? before.since() : now, now);
        });
        return now - sight.since() >= QUIET_NANOS && canBeOpened(file);
    }

    /** In the locale C, which services often have, Java knows no name with letters beyond ASCII. */
    private boolean canBeOpened(GenericFile<File> file) {
        try {
            file.getFile().toPath();
            return true;
        } catch (InvalidPathException e) {
            if (said.add(file.getAbsoluteFilePath())) {
                LOG.warn(
                        "The file {} stays where it is: it cannot be opened under its name in this locale."
                                + " Rename it, or start the hub with LC_ALL=C.UTF-8.",
                        file.getAbsoluteFilePath().replaceAll("\\p{Cntrl}", "?"));
            }
            return false;
        }
    }

    private void tidy(long now) {
        if (now - tidied >= FORGOTTEN_NANOS) {
            tidied = now;
            sights.values().removeIf(sight -> now - sight.asked() >= FORGOTTEN_NANOS);
        }
    }
}
