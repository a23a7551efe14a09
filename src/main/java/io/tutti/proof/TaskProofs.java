package io.tutti.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.audit.AuditAction;
import io.tutti.audit.AuditQuery;
import io.tutti.audit.AuditRecord;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.task.EntryKind;
import io.tutti.task.Task;
import io.tutti.task.Tasks;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Compares digests of what the journal holds with those in the audit trail. That the trail itself was not changed is
 * for {@link io.tutti.audit.AuditVerifier} to say. Thread-safe.
 */
@Component
public final class TaskProofs {

    private static final Set<String> CALLS = Set.of(EntryKind.MODEL.word(), EntryKind.TOOL.word());

    private static final String INPUT = "input";
    private static final String OUTPUT = "output";
    private static final String CALL = "call";

    /** What the content of a record is. */
    private static final Map<String, String> PARTS = Map.of(
            AuditAction.TASK_ACCEPTED.word(), INPUT,
            AuditAction.TASK_COMPLETED.word(), OUTPUT,
            AuditAction.TASK_FAILED.word(), OUTPUT,
            AuditAction.MODEL_CALLED.word(), CALL,
            AuditAction.ANSWER_CACHED.word(), CALL,
            AuditAction.TOOL_CALLED.word(), CALL);

    private final Tasks tasks;
    private final AuditQuery audit;
    private final ObjectMapper json;

    TaskProofs(Tasks tasks, AuditQuery audit, ObjectMapper json) {
        this.tasks = tasks;
        this.audit = audit;
        this.json = json;
    }

    /**
     * The proof of one task. What a fork took over is compared with the records of the tasks that it came from; the
     * entry that it was given another output for is left out.
     *
     * @param tenant whose task; null = anybody's
     * @throws Refused when there is no such task, or the trail has no digests of it
     */
    public TaskProof of(String id, @Nullable String tenant) {
        Task task = tasks.require(id, tenant);
        Recorded recorded = recorded(id);
        List<String> changed = new ArrayList<>();
        int compared = 1;
        if (!recorded.has(INPUT, List.of(task.input()))) {
            changed.add("input");
        }
        if (task.output() != null) {
            compared++;
            if (!recorded.has(OUTPUT, List.of(task.output()))) {
                changed.add("output");
            }
        }
        for (var entry : tasks.journal(id)) {
            if (CALLS.contains(entry.kind()) && !recorded.edited.contains(entry.key())) {
                compared++;
                if (entry.input() == null
                        || entry.output() == null
                        || !recorded.has(CALL, List.of(entry.input(), entry.output()))) {
                    changed.add(entry.key());
                }
            }
        }
        return new TaskProof(id, changed.isEmpty(), compared, changed);
    }

    /** What the trail says of the task and of those that it is a fork of. */
    private Recorded recorded(String id) {
        Recorded recorded = new Recorded();
        Set<String> seen = new HashSet<>();
        for (Optional<String> next = Optional.of(id); next.isPresent() && seen.add(next.get()); ) {
            next = recorded.addAllOf(next.get(), next.get().equals(id));
        }
        if (recorded.digests.isEmpty()) {
            throw new Refused(
                    Reason.NOT_FOUND,
                    "Task %s was to be compared with the audit trail, which has no digests of it: its records were pruned, or tutti.audit.content was 'none'."
                            .formatted(id));
        }
        return recorded;
    }

    private final class Recorded {

        private final Set<String> digests = new HashSet<>();
        /** Keys of entries that were given another output. */
        private final Set<String> edited = new HashSet<>();

        boolean has(String part, List<JsonNode> content) {
            return digests.contains(part + audit.digest(content));
        }

        /**
         * Returns the task that it was forked from.
         *
         * @param isItself whether its input and output count too
         */
        Optional<String> addAllOf(String task, boolean isItself) {
            Optional<String> source = Optional.empty();
            AuditQuery.Filter filter =
                    new AuditQuery.Filter(task, null, null, null, null, null, 0, AuditQuery.LARGEST_PAGE);
            for (AuditQuery.Page page = audit.find(filter); ; page = audit.find(filter.after(page.next()))) {
                for (AuditRecord row : page.records()) {
                    JsonNode detail = read(row);
                    String part = PARTS.getOrDefault(row.action(), "");
                    if (detail.has("content") && (isItself || part.equals(CALL))) {
                        digests.add(part + detail.path("content").asText());
                    }
                    if (row.action().equals(AuditAction.TASK_ACCEPTED.word()) && detail.has("forkedFrom")) {
                        source = Optional.of(detail.path("forkedFrom").asText());
                        if (detail.path("edited").asBoolean()) {
                            edited.add(detail.path("from").asText());
                        }
                    }
                }
                if (page.next() == null) {
                    return source;
                }
            }
        }

        private JsonNode read(AuditRecord row) {
            try {
                return json.readTree(row.detail());
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
