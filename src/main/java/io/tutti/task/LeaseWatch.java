package io.tutti.task;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells which held tasks have lost their hub: those whose {@code beat} stands still, for so long by the time that passes
 * here. No two clocks are compared, so neither a hub nor a database whose clock is wrong, stands still or is set makes a
 * living hub look dead; the leader election of Kubernetes' clients does the same. Not thread-safe.
 */
final class LeaseWatch {

    private final long patienceNanos;
    private Map<String, Sight> sights = new HashMap<>();

    /** @param patience how long a holder may give no sign of life */
    LeaseWatch(Duration patience) {
        this.patienceNanos = patience.toNanos();
    }

    private record Sight(JdbcLeases.Held held, long nanos) {}

    /**
     * Looks at all held tasks.
     *
     * @param asked {@link System#nanoTime()} before they were read
     * @param read the same after
     * @return those that are lost
     */
    List<JdbcLeases.Held> lost(List<JdbcLeases.Held> now, long asked, long read) {
        Map<String, Sight> next = new HashMap<>();
        List<JdbcLeases.Held> lost = new ArrayList<>();
        for (JdbcLeases.Held held : now) {
            Sight before = sights.get(held.taskId());
            if (before == null || !before.held().equals(held)) {
                next.put(held.taskId(), new Sight(held, read));
                continue;
            }
            next.put(held.taskId(), before);
            if (asked - before.nanos() >= patienceNanos) {
                lost.add(held);
            }
        }
        sights = next;
        return lost;
    }

    /** Forgets what it saw: nobody can give a sign of life while the database is away. */
    void forget() {
        sights = new HashMap<>();
    }
}
