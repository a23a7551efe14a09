package io.tutti.door;

import io.tutti.access.Asked;
import io.tutti.access.Caller;
import io.tutti.access.Guard;
import io.tutti.handoff.InboxItem;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a caller may do over HTTP. Thread-safe. */
@Component
final class Rights {

    static final String READ_TASKS = "api:tasks.read";
    static final String CANCEL_TASKS = "api:tasks.cancel";
    static final String FORK_TASKS = "api:tasks.fork";
    static final String READ_INBOX = "api:inbox.read";
    static final String DECIDE = "api:inbox.decide";
    static final String SEND_CALLBACKS = "api:callbacks.send";
    static final String READ_DEAD_LETTERS = "api:dead-letters.read";
    static final String REDRIVE = "api:dead-letters.redrive";
    static final String READ_AUDIT = "api:audit.read";
    static final String READ_HUB = "api:hub.read";
    static final String DRAIN_HUB = "api:hub.drain";
    static final String KILL = "api:hub.kill";
    static final String READ_MCP = "api:mcp.read";
    static final String APPROVE_MCP = "api:mcp.approve";
    static final String READ_PRINCIPALS = "api:principals.read";
    static final String CHANGE_PRINCIPALS = "api:principals.change";
    static final String READ_COSTS = "api:costs.read";
    static final String READ_TRACES = "api:traces.read";
    static final String READ_BUDGETS = "api:budgets.read";
    static final String READ_MODELS = "api:models.read";

    private final Guard guard;

    Rights(Guard guard) {
        this.guard = guard;
    }

    void require(Caller caller, String action) {
        guard.require(caller, action);
    }

    /** Lets through who may do it with some items of the inbox. */
    void requireSome(Caller caller, String action) {
        guard.requireSome(caller, action);
    }

    void require(Caller caller, String action, InboxItem item) {
        guard.require(asked(caller, action, item));
    }

    boolean allow(Caller caller, String action, InboxItem item) {
        return guard.permits(asked(caller, action, item));
    }

    private static Asked asked(Caller caller, String action, InboxItem item) {
        return new Asked(caller, action, Map.of(), item.flow(), item.task());
    }

    /** The account whose rows a caller sees; null, for the administrator, means all. */
    @Nullable
    String tenant(Caller caller) {
        return caller.isAdmin() ? null : caller.tenant();
    }
}
