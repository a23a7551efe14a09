package io.tutti.audit;

import io.tutti.commit.Commits;
import io.tutti.commit.Write;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves what is older than it is kept from the database into files: whole seals, oldest first. A record in the trail says
 * which was the last one, its hash, and the file's, so that a trail which begins later is known to be whole. A hub that
 * dies between the file and the removal writes the file again. Used by one thread.
 */
final class Pruner {

    static final String SEAL = "seal";
    static final String HASH = "hash";

    /** With at most 1,000 records each; one transaction removes them. */
    private static final int SEALS_AT_ONCE = 10;

    private static final Logger LOG = LoggerFactory.getLogger(Pruner.class);

    private final JdbcSeals seals;
    private final TrailExport export;
    private final AuditTrail trail;
    private final Commits commits;
    private final Path folder;
    private final Duration keep;
    private final Clock clock;

    /** @param folder {@code data/audit/archive} */
    Pruner(
            JdbcSeals seals,
            TrailExport export,
            AuditTrail trail,
            Commits commits,
            Path folder,
            Duration keep,
            Clock clock) {
        this.seals = seals;
        this.export = export;
        this.trail = trail;
        this.commits = commits;
        this.folder = folder;
        this.keep = keep;
        this.clock = clock;
    }

    /**
     * Removes all that is too old; returns how many records.
     *
     * @throws IOException when a file cannot be written; nothing of it is removed then
     */
    long prune() throws IOException {
        long pruned = 0;
        for (List<Old> old = old(); !old.isEmpty(); old = old()) {
            pruned += prune(old);
        }
        return pruned;
    }

    private List<Old> old() {
        Instant before = clock.instant().minus(keep);
        List<Old> old = new ArrayList<>();
        for (Seal seal : seals.oldest(SEALS_AT_ONCE)) {
            List<AuditRecord> records = seals.recordsOf(seal.id(), seal.records());
            if (!records.stream().allMatch(record -> record.at().isBefore(before))) {
                return old;
            }
            old.add(new Old(seal, records));
        }
        return old;
    }

    private long prune(List<Old> old) throws IOException {
        Seal first = old.getFirst().seal;
        Seal last = old.getLast().seal;
        long records = old.stream().mapToLong(each -> each.records.size()).sum();
        Path file = folder.resolve("seals-%010d-%010d.jsonl.gz".formatted(first.id(), last.id()));
        String digest = write(file, old);
        List<Write> change = new ArrayList<>(JdbcSeals.removed(first.id(), last.id()));
        change.add(trail.record(new AuditEvent(
                AuditAction.AUDIT_PRUNED,
                null,
                "hub",
                "default",
                file.getFileName().toString(),
                Map.of(SEAL, last.id(), HASH, last.hash(), "records", records, "sha256", digest))));
        commits.commit(change);
        LOG.info("{} audit records that are older than {} are in {} now", records, keep, file);
        return records;
    }

    private String write(Path file, List<Old> old) throws IOException {
        Files.createDirectories(folder);
        Path next = folder.resolve(file.getFileName() + ".next");
        try (Writer out =
                new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(next)), StandardCharsets.UTF_8)) {
            old.forEach(each -> export.write(each.seal, each.records, line -> append(out, line)));
        }
        try (FileChannel written = FileChannel.open(next, StandardOpenOption.WRITE)) {
            written.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static void append(Writer out, String line) {
        try {
            out.append(line).append('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Old(Seal seal, List<AuditRecord> records) {}
}
