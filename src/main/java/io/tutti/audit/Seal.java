package io.tutti.audit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One link of the chain: the digests of a batch of records.
 *
 * @param id from 1, without gaps
 * @param firstSeq the smallest number among its records
 * @param lastSeq the largest
 * @param records how many
 * @param digests a line {@code seq digest} for each record, by ascending seq
 * @param previous the hash of the seal before; {@link #NONE} for the first
 * @param hash {@link Digests#of(Seal)}
 */
record Seal(long id, long firstSeq, long lastSeq, int records, String digests, String previous, String hash) {

    /** What stands before the first seal. */
    static final String NONE = "0".repeat(64);

    /** The seal of {@code rows}, which are in ascending order and not empty, after {@code previous}. */
    static Seal over(List<AuditRecord> rows, long id, String previous, Digests hashes) {
        var digests = new StringBuilder(rows.size() * 80);
        rows.forEach(row ->
                digests.append(row.seq()).append(' ').append(row.digest()).append('\n'));
        var open = new Seal(
                id, rows.getFirst().seq(), rows.getLast().seq(), rows.size(), digests.toString(), previous, "");
        return new Seal(id, open.firstSeq, open.lastSeq, open.records, open.digests, previous, hashes.of(open));
    }

    /** Each record's digest by its number, in order. */
    Map<Long, String> bySeq() {
        Map<Long, String> bySeq = new LinkedHashMap<>();
        digests.lines().forEach(line -> {
            int space = line.indexOf(' ');
            bySeq.put(Long.valueOf(line.substring(0, space)), line.substring(space + 1));
        });
        return bySeq;
    }
}
