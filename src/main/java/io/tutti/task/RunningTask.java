package io.tutti.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.commit.Write;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.trace.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** One run of a task on this hub, from its claim until its flow is unwound. */
final class RunningTask implements TaskRun {

    private final Task task;
    private final @Nullable String pool;
    private final boolean isUntrusted;
    private final Fence fence;
    private final Journal journal;
    private final boolean cutOff;
    private final Set<String> branchesGoneOn = ConcurrentHashMap.newKeySet();
    private final Recent recent;
    private final Map<String, Entry> recorded = new ConcurrentHashMap<>();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final Map<String, List<Write>> alongside = new ConcurrentHashMap<>();
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    private final AtomicInteger seq = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Spending spent;
    private final AtomicReference<@Nullable Failing> failing = new AtomicReference<>();
    private volatile boolean firstSinceLoss;
    private volatile boolean askedToLeave;
    private volatile boolean hasLeft;

    /**
     * @param pool the pool that every model call uses; null for those that the flow names
     * @param recent what {@code entries} refer to
     */
    RunningTask(JdbcTasks.Stored held, @Nullable String pool, Journal journal, List<Entry> entries, Recent recent) {
        this.task = held.task();
        this.pool = pool;
        this.isUntrusted = held.isUntrusted();
        this.fence = new Fence(task.id(), held.epoch());
        this.cutOff = held.cutOff();
        this.firstSinceLoss = held.crashes() > 0 || held.cutOff();
        this.journal = journal;
        this.recent = recent;
        entries.forEach(entry -> recorded.put(entry.key(), entry));
        seq.set(entries.isEmpty() ? 0 : entries.getLast().seq());
        this.spent = new Spending(task.cost());
    }

    @Override
    public boolean isUntrusted() {
        return isUntrusted;
    }

    @Override
    public Trace trace() {
        return task.trace().below(task.id());
    }

    Task task() {
        return task;
    }

    Fence fence() {
        return fence;
    }

    Recent recent() {
        return recent;
    }

    /** The finished entry of this key, when a former run recorded one; a key that was met before is refused. */
    Optional<Entry> meet(String key) {
        if (!seen.add(key)) {
            throw new Refused(
                    Reason.UNFIT,
                    "Ambiguous step: '%s' was reached twice in one run of flow '%s'; give the second step another id, or put a loop or split around it."
                            .formatted(key, task.flow()));
        }
        return Optional.ofNullable(recorded.get(key)).filter(Entry::done);
    }

    /** A section may begin unless an earlier part of it waits, so that nothing runs on half an answer. */
    void refuseBehindWaiting(String here) {
        for (String key : waiting) {
            if (within(key, here)) {
                throw new Suspended(key);
            }
        }
    }

    /** The definition that this run is on is replaced: it stops where the next step would begin. */
    void askToLeave() {
        askedToLeave = true;
    }

    void leaveWhenAsked(String key) {
        if (askedToLeave) {
            hasLeft = true;
            waiting.add(key);
            throw new Suspended(key);
        }
    }

    boolean isAskedToLeave() {
        return askedToLeave;
    }

    boolean hasLeft() {
        return hasLeft;
    }

    boolean waitsWithin(String section) {
        return waiting.stream().anyMatch(key -> within(key, section));
    }

    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    void record(String key, EntryKind kind, Instant startedAt, Outcome outcome, @Nullable JsonNode context) {
        write(kind, entry(key, kind, Entry.DONE, startedAt, outcome, context), outcome);
    }

    void write(EntryKind kind, Entry entry, Outcome outcome) {
        branchesGoneOn.add(branch(entry.key()));
        journal.write(this, entry, outcome.usage(), outcome.alongside());
        spent.add(Task.Cost.of(
                outcome.usage().microDollars(),
                outcome.usage().inputTokens(),
                outcome.usage().outputTokens(),
                kind == EntryKind.MODEL ? 1 : 0,
                kind == EntryKind.TOOL ? 1 : 0));
    }

    Entry entry(
            String key, EntryKind kind, String status, Instant startedAt, Outcome outcome, @Nullable JsonNode context) {
        Entry before = recorded.get(key);
        return new Entry(
                seq.incrementAndGet(),
                key,
                kind.word(),
                status,
                before == null ? 1 : before.attempt() + 1,
                startedAt,
                Duration.between(startedAt, journal.clock().instant()).toMillis(),
                outcome.input().isNull() ? null : outcome.input(),
                outcome.output(),
                context,
                outcome.model(),
                Task.Cost.usd(outcome.usage().microDollars()),
                false);
    }

    /** The rows that were put alongside the section {@code key}; they are handed out once. */
    List<Write> takeAlongside(String key) {
        List<Write> rows = alongside.remove(key);
        return rows == null ? List.of() : rows;
    }

    /** Remembers the innermost step of the last failure. */
    void failedAt(String step, Throwable reason) {
        failing.updateAndGet(last -> last != null && last.reason == reason ? last : new Failing(step, reason));
    }

    /** The step where {@code reason} came up, if it was inside one. */
    Optional<String> stepOf(Throwable reason) {
        Failing last = failing.get();
        return last != null && last.reason == reason ? Optional.of(last.step) : Optional.empty();
    }

    /** Why the flow gave up, when it said so. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** The task's cost with what this run added. */
    Task.Cost cost() {
        return spent.sum();
    }

    @Override
    public void fail(Throwable reason) {
        failure.compareAndSet(null, reason);
    }

    @Override
    public Call call(Exchange exchange, EntryKind kind) {
        StepPath path = StepPath.of(exchange);
        String here = path.here(exchange);
        refuseBehindWaiting(here);
        String counter = path.key(exchange, kind.word());
        int number = calls.computeIfAbsent(counter, key -> new AtomicInteger()).incrementAndGet();
        return new RecordedCall(
                this, counter + "-" + number, kind, journal.clock().instant());
    }

    @Override
    public void alongside(Exchange exchange, Write write) {
        alongside
                .computeIfAbsent(
                        StepPath.of(exchange).section(), key -> Collections.synchronizedList(new ArrayList<>()))
                .add(write);
    }

    @Override
    public Optional<String> section(Exchange exchange) {
        return Optional.of(StepPath.of(exchange).section()).filter(key -> !key.isEmpty());
    }

    @Override
    public void commit(List<Write> rows) {
        journal.write(this, rows);
    }

    @Override
    public Suspended suspend(Call call) {
        waiting.add(call.key());
        return new Suspended(call.key());
    }

    @Override
    public String taskId() {
        return task.id();
    }

    @Override
    public String flow() {
        return task.flow();
    }

    @Override
    public Optional<String> conversation() {
        return Optional.ofNullable(task.conversation());
    }

    @Override
    public Optional<String> pool() {
        return Optional.ofNullable(pool);
    }

    @Override
    public String principal() {
        return task.principal();
    }

    @Override
    public String key() {
        return task.key();
    }

    @Override
    public String tenant() {
        return task.tenant();
    }

    private static boolean within(String key, String section) {
        return section.isEmpty() || key.startsWith(section + "/") || key.startsWith(section + "[");
    }

    /** Whether the run before, which was cut off, may have begun {@code key}: nothing of its branch was recorded since. */
    boolean mayHaveBegun(String key) {
        return cutOff && !branchesGoneOn.contains(branch(key));
    }

    /** The split's or loop's round that a key is in; what is recorded in one round is in its order. */
    private static String branch(String key) {
        return key.substring(0, key.lastIndexOf(']') + 1);
    }

    /** Whether the run before was lost or cut off and this one has no entry yet: with the first the task's row forgets it. */
    boolean isFirstSinceLoss() {
        return firstSinceLoss;
    }

    /** An entry of this run is on disk. */
    void getsOn() {
        firstSinceLoss = false;
    }

    private record Failing(String step, Throwable reason) {}
}
