package io.tutti.audit;

import java.util.List;
import java.util.Optional;

/** Where a check reads the trail from, by ascending seals. */
interface SealSource {

    /** The seal with the smallest id above {@code id}. */
    Optional<Seal> after(long id);

    /** The records that say they belong to a seal, by ascending number; one more than {@code expected} at most. */
    List<AuditRecord> recordsOf(long seal, int expected);

    /** The smallest number among records whose seal does not exist; asked when all seals were read. */
    Optional<Long> withoutTheirSeal();

    /** Records without a seal whose number is above {@code after}, oldest first. */
    List<AuditRecord> unsealedAfter(long after, int limit);

    /** Whether there is a record of this number. */
    boolean exists(long seq);
}
