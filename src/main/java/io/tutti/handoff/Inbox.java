package io.tutti.handoff;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.audit.AuditAction;
import io.tutti.audit.AuditEvent;
import io.tutti.audit.AuditTrail;
import io.tutti.commit.Write;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.task.Tasks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The work that waits for people. Thread-safe. */
@Component
public final class Inbox {

    private final JdbcInbox items;
    private final Tasks tasks;
    private final AuditTrail audit;

    Inbox(JdbcInbox items, Tasks tasks, AuditTrail audit) {
        this.items = items;
        this.tasks = tasks;
        this.audit = audit;
    }

    /**
     * Open items, oldest first.
     *
     * @param tenant the account; null for all
     * @param after the id of the last item of the page before; null for the first page
     * @param limit 1 to 1,000
     */
    public List<InboxItem> open(@Nullable String tenant, @Nullable String after, int limit) {
        return items.open(tenant, after, limit);
    }

    /**
     * The item.
     *
     * @throws Refused when there is none for this tenant
     */
    public InboxItem require(String id, @Nullable String tenant) {
        return items.find(id)
                .filter(item -> tenant == null || tenant.equals(item.tenant()))
                .orElseThrow(() -> new Refused(
                        Reason.NOT_FOUND,
                        "Inbox item '" + id + "' was asked for; there is none. List them with GET /api/inbox."));
    }

    /** The case may name people who have had their say, so that it needs somebody else. */
    private static void requireAnother(InboxItem item, String principal) {
        for (JsonNode name : item.handedCase().path("notBy")) {
            if (name.asText().equals(principal)) {
                throw new Refused(
                        Reason.NOT_PERMITTED,
                        "Item %s was to be decided by %s, who has agreed already; it needs the yes of somebody else."
                                .formatted(item.id(), principal));
            }
        }
    }

    /**
     * Records a decision and lets the task go on, in one transaction.
     *
     * @throws Refused when somebody else decided or the task has ended
     */
    public InboxItem decide(InboxItem item, Decision decision, String principal) {
        if (!item.open()) {
            throw JdbcInbox.decided(item);
        }
        requireAnother(item, principal);
        Map<String, Object> detail = new HashMap<>();
        detail.put("item", item.id());
        detail.put("decision", decision.kind().word());
        if (decision.reason() != null) {
            detail.put("reason", decision.reason());
        }
        var event =
                new AuditEvent(AuditAction.DECISION_MADE, item.task(), principal, item.tenant(), item.key(), detail);
        var record = audit.record(event.about(decision.outcome(item)));
        List<Write> change = new ArrayList<>();
        items.decide(item, decision, principal, change);
        change.add(record);
        tasks.wake(item.task(), change);
        return require(item.id(), item.tenant());
    }
}
