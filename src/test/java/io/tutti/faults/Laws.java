package io.tutti.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The laws that no fault may break, held against what driver, world, queues and tables say. */
final class Laws {

    /** What budgets.yaml says, in micro dollars. */
    private static final long LIMIT = 50_000_000;

    private static final Set<String> WENT_ON = Set.of("COMPLETED", "FAILED");
    private static final Set<String> ENDS = Set.of("COMPLETED", "FAILED", "CANCELLED");

    private final Records records;
    private final List<JsonNode> acknowledged;
    private final List<JsonNode> effects;
    private final List<JsonNode> modelCalls;
    private final List<JsonNode> bills;
    private final List<JsonNode> queues;

    Laws(
            Records records,
            List<JsonNode> acknowledged,
            List<JsonNode> effects,
            List<JsonNode> modelCalls,
            List<JsonNode> bills,
            List<JsonNode> queues) {
        this.records = records;
        this.acknowledged = acknowledged;
        this.effects = effects;
        this.modelCalls = modelCalls;
        this.bills = bills;
        this.queues = queues;
    }

    void judge(Verdict verdict) throws Exception {
        List<Records.Row> tasks = records.tasks("buy");
        Map<String, Integer> runs = counted(tasks.stream().map(Records.Row::ref).toList());
        verdict.fact(
                "tasks", tasks.size() + " of " + refs(acknowledged, any -> true).size() + " acknowledged");
        verdict.law("lost", lost(tasks));
        verdict.law("double_run", moreThanOnce(runs));
        verdict.law("double_end", doubleEnds(tasks));
        verdict.law("dup_effect", doubleEffects());
        verdict.law("phantom", phantoms(runs.keySet()));
        verdict.law("audit_gap", auditGaps(tasks));
        verdict.law("overspend", overspend(verdict));
        verdict.law("stuck", stuck(tasks));
        modelCalls(verdict, tasks);
    }

    /** Acknowledged and not ended nor with a person, failed without a dead letter, or completed without its effects. */
    private Set<String> lost(List<Records.Row> tasks) throws Exception {
        Set<String> lost = new TreeSet<>(refs(acknowledged, any -> true));
        Set<String> parked = records.count("SELECT task_id FROM dead_letter").keySet();
        Set<String> charged =
                refs(effects, effect -> effect.path("name").asText().equals("charge"));
        Set<String> shipped =
                refs(effects, effect -> effect.path("name").asText().equals("ship"));
        Set<String> told = refs(queues, line -> line.path("queue").asText().equals(Judge.TOLD));
        for (var task : tasks) {
            boolean whole = charged.contains(task.ref()) && shipped.contains(task.ref()) && told.contains(task.ref());
            boolean kept = switch (task.status()) {
                case "COMPLETED" -> whole;
                case "FAILED" -> parked.contains(task.id());
                default -> true;
            };
            if (kept) {
                lost.remove(task.ref());
            }
        }
        lost.addAll(unanswered(tasks));
        return lost;
    }

    /** What came by the queue only, and ended, has its reply. */
    private Set<String> unanswered(List<Records.Row> tasks) {
        Set<String> byQueue = refs(acknowledged, line -> line.path("door").asInt() == 1);
        byQueue.removeAll(refs(acknowledged, line -> line.path("door").asInt() != 1));
        Set<String> replied = refs(queues, line -> line.path("queue").asText().equals(Judge.REPLIES));
        return tasks.stream()
                .filter(task -> task.status().equals("COMPLETED"))
                .map(Records.Row::ref)
                .filter(ref -> byQueue.contains(ref) && !replied.contains(ref))
                .map(ref -> "no reply for " + ref)
                .collect(Collectors.toSet());
    }

    private Set<String> doubleEnds(List<Records.Row> tasks) throws Exception {
        Map<String, Integer> ends = records.count("""
                SELECT task FROM audit WHERE action IN ('task.completed', 'task.failed', 'task.cancelled')""");
        Map<String, Integer> redriven = records.count("SELECT task FROM audit WHERE action = 'dead-letter.redriven'");
        return tasks.stream()
                .filter(task -> ends.getOrDefault(task.id(), 0) - redriven.getOrDefault(task.id(), 0) > 1)
                .map(Records.Row::ref)
                .collect(Collectors.toSet());
    }

    private Set<String> doubleEffects() {
        Set<String> offenders = new TreeSet<>();
        Map<String, Integer> applied = counted(effects.stream()
                .filter(effect -> effect.path("applied").asBoolean())
                .map(effect ->
                        effect.path("name").asText() + " " + effect.path("ref").asText())
                .toList());
        offenders.addAll(moreThanOnce(applied));
        offenders.addAll(moreThanOnce(counted(queues.stream()
                .map(line ->
                        line.path("queue").asText() + " " + line.path("ref").asText())
                .toList())));
        return offenders;
    }

    private Set<String> phantoms(Set<String> known) {
        Set<String> phantoms = refs(effects, any -> true);
        phantoms.addAll(refs(queues, line -> !line.path("queue").asText().equals("audit")));
        phantoms.removeAll(known);
        return phantoms;
    }

    private Set<String> auditGaps(List<Records.Row> tasks) throws Exception {
        Set<String> gaps = new TreeSet<>();
        Map<String, Integer> accepted = records.count("SELECT task FROM audit WHERE action = 'task.accepted'");
        Map<String, Integer> ended = records.count("""
                SELECT task FROM audit WHERE action IN ('task.completed', 'task.failed', 'task.cancelled')""");
        for (var task : tasks) {
            if (accepted.getOrDefault(task.id(), 0) != 1) {
                gaps.add("acceptance of " + task.ref());
            }
            if (ENDS.contains(task.status()) && !ended.containsKey(task.id())) {
                gaps.add("end of " + task.ref());
            }
        }
        records.count("""
                SELECT j.task_id FROM journal j WHERE j.kind = 'model' AND NOT EXISTS (
                SELECT 1 FROM audit a WHERE a.task = j.task_id AND a.action = 'model.called')""").keySet().forEach(task -> gaps.add("a model call of " + task));
        Map<String, String> ids =
                tasks.stream().collect(Collectors.toMap(Records.Row::ref, Records.Row::id, (a, b) -> a));
        Map<String, Integer> sent = records.count("""
                SELECT task || ' ' || subject FROM audit WHERE action = 'tool.called' AND detail LIKE '%"sent"%'""");
        effects.stream()
                .map(effect -> ids.get(effect.path("ref").asText()) + " "
                        + effect.path("name").asText())
                .filter(call -> !sent.containsKey(call))
                .forEach(call -> gaps.add("a call: " + call));
        queues.stream()
                .filter(line -> line.has("intact") && !line.path("intact").asBoolean())
                .forEach(line -> gaps.add("the chain is broken"));
        return gaps;
    }

    /** More was granted than a budget has, or less than the provider billed. */
    private Set<String> overspend(Verdict verdict) throws Exception {
        long billed = bills.stream()
                .mapToLong(bill -> bill.path("microDollars").asLong())
                .sum();
        Set<String> offenders = new TreeSet<>();
        Map<String, Long> granted = records.granted();
        verdict.fact("billed", billed + " micro dollars, granted " + granted);
        if (granted.isEmpty()) {
            offenders.add("no budget knows of any call");
        }
        granted.forEach((account, microDollars) -> {
            if (microDollars > LIMIT || microDollars < billed) {
                offenders.add(
                        account + " granted " + microDollars + " of " + LIMIT + ", and " + billed + " were billed");
            }
        });
        return offenders;
    }

    private static Set<String> stuck(List<Records.Row> tasks) {
        return tasks.stream()
                .filter(task -> task.status().equals("RUNNING"))
                .map(Records.Row::ref)
                .collect(Collectors.toSet());
    }

    /**
     * A call that the world saw and no record tells of was cut off, and made again by the call that is marked; not in a
     * task that was cancelled meanwhile.
     */
    private void modelCalls(Verdict verdict, List<Records.Row> tasks) throws Exception {
        Map<String, Integer> made = counted(
                modelCalls.stream().map(call -> call.path("ref").asText()).toList());
        Map<String, Integer> told = records.count("SELECT task FROM audit WHERE action = 'model.called'");
        Set<String> marked = records.count("SELECT task_id FROM journal WHERE kind = 'model' AND repeated = TRUE")
                .keySet();
        Set<String> repeated = new HashSet<>();
        Set<String> unmarked = new TreeSet<>();
        for (var task : tasks) {
            if (made.getOrDefault(task.ref(), 0) > told.getOrDefault(task.id(), 0)) {
                repeated.add(task.ref());
                if (!marked.contains(task.id()) && WENT_ON.contains(task.status())) {
                    unmarked.add(task.ref());
                }
            }
        }
        verdict.law("unmarked", unmarked);
        verdict.fact("repeated_model_calls", repeated.size() + ", " + marked.size() + " marked");
    }

    private static Set<String> refs(List<JsonNode> lines, Predicate<JsonNode> which) {
        return lines.stream()
                .filter(which)
                .map(line -> line.path("ref").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, Integer> counted(List<String> words) {
        Map<String, Integer> counts = new HashMap<>();
        words.forEach(word -> counts.merge(word, 1, Integer::sum));
        return counts;
    }

    private static Set<String> moreThanOnce(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .filter(count -> count.getValue() > 1)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
