package io.tutti.waiting;

import io.tutti.audit.AuditAction;
import io.tutti.audit.AuditEvent;
import io.tutti.audit.AuditTrail;
import io.tutti.commit.Commits;
import io.tutti.commit.Write;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.failure.Unavailable;
import io.tutti.task.Tasks;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Callbacks of other systems. One that comes before its task waits for it is kept until the task does. Thread-safe.
 *
 * <p>No callback is missed: it is written before the waiting task is looked for, and a task's wait is written before the
 * callback is looked for, so that at least one of the two sees the other.
 */
@Component
public final class Callbacks {

    private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);
    private static final int LONGEST_CORRELATION = 200;
    private static final int LONGEST_ID = 300;

    private final JdbcCallbacks callbacks;
    private final JdbcWaits waits;
    private final Tasks tasks;
    private final Commits commits;
    private final AuditTrail audit;

    Callbacks(JdbcCallbacks callbacks, JdbcWaits waits, Tasks tasks, Commits commits, AuditTrail audit) {
        this.callbacks = callbacks;
        this.waits = waits;
        this.tasks = tasks;
        this.commits = commits;
        this.audit = audit;
    }

    /**
     * Takes a callback: when this returns, it is on disk and the task that waits for it goes on. The same id again
     * changes nothing.
     *
     * @param principal who sent it
     * @throws Refused when the id or correlation is missing or too long, or the id came before with other content
     * @throws Unavailable when it could not be written
     */
    public void receive(Callback callback, String principal) {
        requireFit("correlation", callback.correlation(), LONGEST_CORRELATION);
        requireFit("id", callback.id(), LONGEST_ID);
        if (isKnown(callback)) {
            return;
        }
        try {
            commits.commit(rows(callback, principal));
        } catch (Unavailable e) {
            if (isKnown(callback)) {
                return;
            }
            throw e;
        }
        waits.waitingFor(callback.tenant(), callback.correlation()).ifPresent(this::wake);
    }

    /** The wait ends with this change: a hub that dies before it has woken the task leaves that to the timers. */
    List<Write> rows(Callback callback, String principal) {
        return List.of(
                JdbcCallbacks.insert(callback),
                JdbcWaits.end(callback.tenant(), callback.correlation(), callback.receivedAt()),
                audit.record(received(callback, principal)));
    }

    private boolean isKnown(Callback callback) {
        var known = callbacks.find(callback.tenant(), callback.id());
        known.filter(before -> !before.body().equals(callback.body())
                        || !before.correlation().equals(callback.correlation()))
                .ifPresent(before -> {
                    throw new Refused(
                            Reason.CONFLICT,
                            "A callback with the id '%s' came before with other content; give each callback an id of its own."
                                    .formatted(callback.id()));
                });
        return known.isPresent();
    }

    private void wake(String taskId) {
        try {
            tasks.wake(taskId, List.of());
        } catch (Refused e) {
            LOG.debug("A callback came for a task that has ended: {}", e.getMessage());
        }
    }

    private static AuditEvent received(Callback callback, String principal) {
        return new AuditEvent(
                AuditAction.CALLBACK_RECEIVED,
                null,
                principal,
                callback.tenant(),
                callback.correlation(),
                Map.of("id", callback.id()));
    }

    private static void requireFit(String name, String text, int longest) {
        if (text.isBlank() || text.length() > longest) {
            throw new Refused(
                    Reason.BAD_INPUT,
                    "A callback needs a %s of 1 to %d characters; found %s."
                            .formatted(name, longest, text.isBlank() ? "none" : text.length() + " characters"));
        }
    }
}
