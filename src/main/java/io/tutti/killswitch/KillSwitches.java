package io.tutti.killswitch;

import io.tutti.audit.AuditAction;
import io.tutti.audit.AuditEvent;
import io.tutti.audit.AuditTrail;
import io.tutti.audit.Recurring;
import io.tutti.commit.Commits;
import io.tutti.commit.Write;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/**
 * What is stopped now. A switch is a row, which each hub reads again every half second, and at once where it was changed;
 * while the database does not answer, what was read last counts. Thread-safe.
 */
@Component
public final class KillSwitches implements InitializingBean, DisposableBean {

    private static final Duration READ_EVERY = Duration.ofMillis(500);
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_REASON = 500;

    private final JdbcKillSwitches rows;
    private final AuditTrail audit;
    private final Commits commits;
    private final Clock clock;
    private final Recurring reading;
    private volatile Map<Target, KillSwitch> stopped = Map.of();

    KillSwitches(JdbcKillSwitches rows, AuditTrail audit, Commits commits, Clock clock) {
        this.rows = rows;
        this.audit = audit;
        this.commits = commits;
        this.clock = clock;
        this.reading = new Recurring("kill-switches", Duration.ZERO, READ_EVERY, this::read);
    }

    private record Target(KillSwitch.Kind kind, String name) {}

    /** Reads what is stopped before anything can be called. */
    @Override
    public void afterPropertiesSet() {
        read();
        reading.start();
    }

    @Override
    public void destroy() {
        reading.stop();
    }

    /** What is stopped, in order. */
    public List<KillSwitch> all() {
        return rows.all();
    }

    /** The switch that stops this; empty when none does. */
    public Optional<KillSwitch> of(KillSwitch.Kind kind, String name) {
        return Optional.ofNullable(stopped.get(new Target(kind, name)));
    }

    /** @throws Refused when this is stopped; the message says by whom and why */
    public void requireOn(KillSwitch.Kind kind, String name) {
        Optional<KillSwitch> found = of(kind, name);
        if (found.isPresent()) {
            throw new Refused(
                    Reason.STOPPED,
                    "The %s '%s' was stopped by %s (%s); try again when it is on again."
                            .formatted(
                                    kind.word(),
                                    name,
                                    found.get().by(),
                                    found.get().reason()));
        }
    }

    /**
     * Stops something. That there is no such thing yet is no fault: whatever gets this name is stopped.
     *
     * @throws Refused when the name or the reason is empty or too long
     */
    public KillSwitch stop(KillSwitch.Kind kind, String name, String reason, String principal, String tenant) {
        bound("name", name, LONGEST_NAME);
        bound("reason", reason, LONGEST_REASON);
        var stop = new KillSwitch(kind, name, reason, principal, clock.instant().truncatedTo(ChronoUnit.MICROS));
        List<Write> change = new ArrayList<>(JdbcKillSwitches.stop(stop));
        change.add(event(kind, name, principal, tenant, Map.of("stopped", true, "reason", reason)));
        commits.commit(change);
        read();
        return stop;
    }

    /** Lets it work again; nothing happens when it was not stopped, but that it was asked for is recorded. */
    public void start(KillSwitch.Kind kind, String name, String principal, String tenant) {
        commits.commit(List.of(
                JdbcKillSwitches.start(kind, name), event(kind, name, principal, tenant, Map.of("stopped", false))));
        read();
    }

    /** One at a time, so that nobody puts back what was read before. */
    private synchronized void read() {
        Map<Target, KillSwitch> found = new ConcurrentHashMap<>();
        rows.all().forEach(each -> found.put(new Target(each.kind(), each.name()), each));
        stopped = found;
    }

    private Write event(
            KillSwitch.Kind kind, String name, String principal, String tenant, Map<String, Object> detail) {
        return audit.record(
                new AuditEvent(AuditAction.KILL_SWITCHED, null, principal, tenant, kind.word() + ":" + name, detail));
    }

    private static void bound(String what, String value, int longest) {
        if (value.isBlank() || value.length() > longest) {
            throw new Refused(
                    Reason.BAD_INPUT,
                    "The %s of a kill switch must have 1 to %d characters; found %d."
                            .formatted(what, longest, value.strip().length()));
        }
    }
}
