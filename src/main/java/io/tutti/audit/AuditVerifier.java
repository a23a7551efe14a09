package io.tutti.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Proves that the trail is as it was written: recomputes every record's digest and every seal's hash. It holds one seal
 * and its records in memory (at most some 1,000), so that a trail of any length can be checked, also while the hub runs
 * and also on a stopped hub's database. Used by one thread.
 */
public final class AuditVerifier {

    private static final int PAGE = 1000;

    private final SealSource seals;
    private final Predicate<Seal> beginning;
    private final Digests digests;
    private final CheckpointKey key;
    private final @Nullable Path head;
    private final Extent extent;

    private AuditVerifier(
            SealSource seals,
            Predicate<Seal> beginning,
            Digests digests,
            byte[] key,
            @Nullable Path head,
            Extent extent) {
        this.seals = seals;
        this.beginning = beginning;
        this.digests = digests;
        this.key = new CheckpointKey(key);
        this.head = head;
        this.extent = extent;
    }

    /**
     * Checks the trail in a hub's database.
     *
     * @param database the hub's database
     * @param key the content of {@code data/secrets/audit.key}
     * @param head {@code data/audit/head}, which shows that the end of the trail was cut off; null or a file that
     *     does not exist = this is not checked
     */
    public static AuditVerifier of(DataSource database, byte[] key, @Nullable Path head) {
        var seals = new JdbcSeals(new JdbcTemplate(database));
        var digests = new Digests(key);
        return new AuditVerifier(seals, new Prunings(seals, digests)::endedBefore, digests, key, head, Extent.WHOLE);
    }

    /**
     * Checks a file that was exported with its seals, from the first seal in it to the last.
     *
     * @param file the file; packed when it ends in {@code .gz}
     * @param key the content of {@code data/secrets/audit.key}
     * @param filtered whether records and seals are missing on purpose: then what is there is proven, and not that it is all
     * @param earlier a checkpoint's JSON; null = none
     * @throws IOException when the file cannot be read
     * @throws io.tutti.failure.Refused when it is no such file, or {@code earlier} is no checkpoint
     */
    public static Verdict ofExport(Path file, byte[] key, boolean filtered, @Nullable String earlier)
            throws IOException {
        try (var trail = new ExportedTrail(file)) {
            var extent = filtered ? Extent.FILTERED : Extent.PERIOD;
            return new AuditVerifier(trail, seal -> true, new Digests(key), key, null, extent).verify(earlier);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * Checks the whole trail, from its start to the first fault.
     *
     * @throws IOException when the checkpoint cannot be read
     */
    public Verdict verify() throws IOException {
        return verify(null);
    }

    /**
     * Checks the whole trail, and that it is the one of an earlier checkpoint.
     *
     * @param earlier a checkpoint's JSON, kept elsewhere; null = none
     * @throws IOException when the checkpoint {@code head} cannot be read
     * @throws io.tutti.failure.Refused when {@code earlier} is no checkpoint
     */
    public Verdict verify(@Nullable String earlier) throws IOException {
        List<Checkpoint> awaited = new ArrayList<>();
        if (head != null) {
            Checkpoint.read(head).ifPresent(awaited::add);
        }
        if (earlier != null) {
            awaited.add(Checkpoint.parse(earlier));
        }
        if (!awaited.stream().allMatch(key::signed)) {
            return Verdict.broken(0, Seal.NONE, new Fault(0, Kind.CHECKPOINT_CHANGED));
        }
        return against(awaited);
    }

    private Verdict against(List<Checkpoint> awaited) {
        long records = 0;
        Seal before = null;
        List<Checkpoint> missed = new ArrayList<>(awaited);
        for (var next = seals.after(0);
                next.isPresent();
                next = seals.after(next.get().id())) {
            Seal seal = next.get();
            List<AuditRecord> rows = seals.recordsOf(seal.id(), seal.records());
            Fault fault = faultOf(seal, rows, before);
            if (fault == null && awaited.stream().anyMatch(each -> differs(each, seal))) {
                fault = new Fault(seal.firstSeq(), Kind.REWRITTEN);
            }
            if (fault != null) {
                return Verdict.broken(records, hashOf(before), fault);
            }
            missed.removeIf(each -> each.seal() == seal.id());
            records += rows.size();
            before = seal;
        }
        long last = before == null ? 0 : before.id();
        if (extent == Extent.WHOLE && awaited.stream().anyMatch(each -> each.seal() > last)) {
            return Verdict.broken(
                    records, hashOf(before), new Fault(before == null ? 0 : before.lastSeq(), Kind.TRUNCATED));
        }
        if (!missed.isEmpty()) {
            return Verdict.broken(records, hashOf(before), new Fault(0, Kind.CHECKPOINT_NOT_THERE));
        }
        return rest(records, hashOf(before));
    }

    private static boolean differs(Checkpoint seen, Seal seal) {
        return seen.seal() == seal.id() && !seen.hash().equals(seal.hash());
    }

    /** The records that are not sealed yet, each by its own digest. */
    private Verdict rest(long records, String head) {
        var stray = seals.withoutTheirSeal();
        if (stray.isPresent()) {
            return Verdict.broken(records, head, new Fault(stray.get(), Kind.INSERTED));
        }
        long unsealed = 0;
        long after = 0;
        for (var page = seals.unsealedAfter(after, PAGE); !page.isEmpty(); page = seals.unsealedAfter(after, PAGE)) {
            for (AuditRecord row : page) {
                if (!digests.of(row).equals(row.digest())) {
                    return Verdict.broken(records, head, new Fault(row.seq(), Kind.FORGED));
                }
            }
            unsealed += page.size();
            after = page.getLast().seq();
        }
        return new Verdict(true, records + unsealed, unsealed, head, null);
    }

    private @Nullable Fault faultOf(Seal seal, List<AuditRecord> rows, @Nullable Seal before) {
        if (!follows(seal, before)) {
            return new Fault(before == null ? 0 : before.lastSeq(), Kind.SEAL_DELETED);
        }
        boolean isNext = seal.id() == (before == null ? 1 : before.id() + 1);
        if (isNext && !seal.previous().equals(hashOf(before))
                || !digests.of(seal).equals(seal.hash())) {
            return new Fault(seal.firstSeq(), Kind.SEAL_CHANGED);
        }
        return faultIn(seal, rows);
    }

    private boolean follows(Seal seal, @Nullable Seal before) {
        if (before == null) {
            return seal.id() == 1 || beginning.test(seal);
        }
        return seal.id() == before.id() + 1 || extent == Extent.FILTERED && seal.id() > before.id();
    }

    private @Nullable Fault faultIn(Seal seal, List<AuditRecord> rows) {
        Map<Long, String> missing = seal.bySeq();
        for (AuditRecord row : rows) {
            String sealed = missing.remove(row.seq());
            boolean genuine = digests.of(row).equals(row.digest());
            if (sealed == null) {
                return new Fault(row.seq(), Kind.INSERTED);
            }
            if (!genuine) {
                return new Fault(row.seq(), Kind.CHANGED);
            }
            if (!sealed.equals(row.digest())) {
                return new Fault(row.seq(), Kind.REORDERED);
            }
        }
        if (extent == Extent.FILTERED) {
            return null;
        }
        return missing.keySet().stream()
                .findFirst()
                .map(seq -> new Fault(seq, seals.exists(seq) ? Kind.CHANGED : Kind.DELETED))
                .orElse(null);
    }

    private static String hashOf(@Nullable Seal seal) {
        return seal == null ? Seal.NONE : seal.hash();
    }

    /** How much of the trail there should be. */
    private enum Extent {
        /** All of it, but what was pruned. */
        WHOLE,
        /** All seals from one to another. */
        PERIOD,
        /** Some records of some seals. */
        FILTERED
    }

    /**
     * What a check found.
     *
     * @param intact whether every record and every seal is as it was written
     * @param records how many records were checked, sealed or not, up to the first fault
     * @param unsealed how many of them are not sealed yet; only their own digests could be checked
     * @param head the hash of the last good seal, 43 letters of Base64 for URLs; keep it elsewhere to prove more than this hub can
     * @param firstBroken where the trail is not as it was written; null when it is intact
     */
    public record Verdict(
            boolean intact,
            long records,
            long unsealed,
            String head,
            @Nullable Fault firstBroken) {

        private static Verdict broken(long records, String head, Fault fault) {
            return new Verdict(false, records, 0, head, fault);
        }
    }

    /**
     * A place where the trail is not as it was written.
     *
     * @param seq the record's number; of the last good one before it where no record can be named, else 0
     * @param kind what was done
     */
    public record Fault(long seq, Kind kind) {}

    /** What can have been done to a trail. */
    public enum Kind {
        /** A field of a sealed record, or its digest or seal number, is another one. */
        CHANGED,
        /** A sealed record is gone. */
        DELETED,
        /** A record says that it was sealed, but it was not. */
        INSERTED,
        /** A genuine record stands at another's place. */
        REORDERED,
        /** A record that is not sealed yet was not written, or not like this, by the hub. */
        FORGED,
        /** A seal is another one. */
        SEAL_CHANGED,
        /** A seal is gone, with others after it. */
        SEAL_DELETED,
        /** The end of the trail is gone. */
        TRUNCATED,
        /** The trail is another one than a checkpoint saw, from this record's seal on or before. */
        REWRITTEN,
        /** A checkpoint was not signed by this hub's key. */
        CHECKPOINT_CHANGED,
        /** The seal of a checkpoint was pruned, or is not in the export, so that nothing was compared with it. */
        CHECKPOINT_NOT_THERE
    }
}
