package io.tutti.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Notes seals outside the database: the newest in {@code head}, and one a minute in {@code checkpoints.jsonl}, which is
 * published on {@code tutti.audit} too. {@code checkpoint.pub} has the key that checks them. Used by one thread but for
 * {@link #take()}.
 */
final class Checkpoints {

    static final String HEAD = "head";

    private static final Duration BETWEEN = Duration.ofMinutes(1);

    private final Path folder;
    private final CheckpointKey key;
    private final Clock clock;
    private final AtomicReference<@Nullable Checkpoint> unpublished = new AtomicReference<>();
    private Instant next = Instant.MIN;

    /** @param folder {@code data/audit} */
    Checkpoints(Path folder, CheckpointKey key, Clock clock) {
        this.folder = folder;
        this.key = key;
        this.clock = clock;
    }

    void note(Seal seal) throws IOException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Checkpoint checkpoint = key.sign(seal, now);
        checkpoint.write(folder.resolve(HEAD));
        if (now.isBefore(next)) {
            return;
        }
        Files.writeString(folder.resolve("checkpoint.pub"), key.pem());
        Files.writeString(
                folder.resolve("checkpoints.jsonl"),
                checkpoint.json() + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        unpublished.set(checkpoint);
        next = now.plus(BETWEEN);
    }

    /** The one that is to be published, once. */
    Optional<Checkpoint> take() {
        return Optional.ofNullable(unpublished.getAndSet(null));
    }

    /** It could not be published, and is to be again. */
    void giveBack(Checkpoint checkpoint) {
        unpublished.compareAndSet(null, checkpoint);
    }
}
