package io.tutti.audit;

import io.tutti.failure.Failpoint;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Chains the records by hash in batches. Several hubs may seal one trail: a seal's id is unique, so the slower one's
 * transaction fails and it goes on after the other's. Used by one thread.
 *
 * <p>A record's number is given before it is committed, so a record may be sealed after one with a larger number; the
 * seal names each number that it holds.
 */
final class Sealer {

    private static final int BATCH = 1000;
    private static final Logger LOG = LoggerFactory.getLogger(Sealer.class);

    private final JdbcSeals seals;
    private final Digests digests;
    private final TransactionTemplate transaction;
    private final Checkpoints checkpoints;

    Sealer(JdbcSeals seals, Digests digests, PlatformTransactionManager transactions, Checkpoints checkpoints) {
        this.seals = seals;
        this.digests = digests;
        this.transaction = new TransactionTemplate(transactions);
        this.checkpoints = checkpoints;
    }

    /** Seals all records that wait; returns how many. */
    long seal() {
        long sealed = 0;
        Optional<Seal> last = Optional.empty();
        for (var next = sealBatch(); next.isPresent(); next = sealBatch()) {
            sealed += next.get().records();
            last = next;
            if (next.get().records() < BATCH) {
                break;
            }
        }
        last.ifPresent(this::note);
        return sealed;
    }

    private Optional<Seal> sealBatch() {
        try {
            var sealed = transaction.execute(open -> sealOnce());
            return sealed == null ? Optional.empty() : sealed;
        } catch (DataIntegrityViolationException e) {
            LOG.debug("Another hub wrote this seal; the next one follows it", e);
            return Optional.empty();
        }
    }

    private Optional<Seal> sealOnce() {
        var head = seals.head();
        long id = head.map(Seal::id).orElse(0L) + 1;
        var rows = seals.claim(id, BATCH);
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        var seal = Seal.over(rows, id, head.map(Seal::hash).orElse(Seal.NONE), digests);
        seals.write(seal);
        return Optional.of(seal);
    }

    private void note(Seal seal) {
        Failpoint.SEALED.reach();
        try {
            checkpoints.note(seal);
        } catch (IOException e) {
            LOG.warn("The audit checkpoint of seal {} cannot be written: {}", seal.id(), e.getMessage());
        }
    }
}
