package io.tutti.audit;

import io.tutti.failure.Failpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The newest seal, noted outside the database: without it nobody could see that the end of the trail was cut off.
 *
 * @param id the seal's id
 * @param hash its hash
 */
record Checkpoint(long id, String hash) {

    /** The checkpoint in {@code file}; empty when there is no such file. */
    static Optional<Checkpoint> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String[] words = Files.readString(file).strip().split(" ", 2);
        if (words.length != 2 || !words[0].matches("\\d{1,18}")) {
            throw new IOException(file + " should hold a seal's number and hash; it holds something else."
                    + " Restore it from a backup, or delete it if you trust the trail's end.");
        }
        return Optional.of(new Checkpoint(Long.parseLong(words[0]), words[1]));
    }

    void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(next, id + " " + hash + "\n");
        Failpoint.CHECKPOINT_WRITTEN.reach();
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    boolean matches(Seal seal) {
        return seal.id() == id && seal.hash().equals(hash);
    }
}
