package io.tutti.intake;

import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A file as it was when a hub began to read it. Whoever wrote it may write another one of its name at any time, and another
 * hub that watches the folder may take it as well. Immutable.
 *
 * @param isOrdinary false for a directory, a link, a FIFO
 * @param identity the file itself, whatever its name; null where the file system knows none
 */
record TakenFile(Path path, boolean isOrdinary, @Nullable Object identity, long size, FileTime modified) {

    /** The file as it is now; nothing when it has gone. */
    static Optional<TakenFile> see(Path path) throws IOException {
        return see(path, path);
    }

    private static Optional<TakenFile> see(Path path, Path at) throws IOException {
        try {
            var now = Files.readAttributes(at, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return Optional.of(
                    new TakenFile(path, now.isRegularFile(), now.fileKey(), now.size(), now.lastModifiedTime()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * What is in it; nothing when it has gone or changed meanwhile.
     *
     * @throws Refused when it is no ordinary file, has more bytes than {@code most}, or may not be read
     */
    Optional<byte[]> content(int most) throws IOException {
        if (!isOrdinary) {
            throw new Refused(
                    Reason.BAD_INPUT,
                    "'%s' is no ordinary file (a link, perhaps); copy the content itself.".formatted(name()));
        }
        if (size > most) {
            throw new Refused(
                    Reason.TOO_LARGE, "'%s' has %d bytes; the hub takes %d. Split it.".formatted(name(), size, most));
        }
        try (InputStream file = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
            byte[] content = file.readNBytes(most);
            return see(path).equals(Optional.of(this)) ? Optional.of(content) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (AccessDeniedException e) {
            throw new Refused(
                    Reason.BAD_INPUT, "'%s' may not be read by the hub; give it the right.".formatted(name()));
        }
    }

    private Path name() {
        return path.getFileName();
    }

    /**
     * Moves it into a directory, in place of one of its name. Does nothing when it has gone, since another hub was faster, or
     * when another one has its name by now, which will be read. One that comes in the moment of the move is put back, to be
     * read as a file of its own; when a third one has that name by then, under a name that begins with its time.
     */
    void moveTo(Path directory) throws IOException {
        if (!see(path).equals(Optional.of(this))) {
            return;
        }
        Files.createDirectories(directory);
        Path target = directory.resolve(name());
        try {
            Files.move(path, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException e) {
            return;
        }
        if (!see(path, target).equals(Optional.of(this))) {
            putBack(target);
        }
    }

    private void putBack(Path moved) throws IOException {
        try {
            Files.move(moved, path);
        } catch (FileAlreadyExistsException e) {
            String time = Long.toString(Files.getLastModifiedTime(moved).to(TimeUnit.NANOSECONDS));
            Files.move(moved, path.resolveSibling(time + "-" + name()));
        }
    }
}
