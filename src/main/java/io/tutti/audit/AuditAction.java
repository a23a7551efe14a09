package io.tutti.audit;

/** What an audit record tells; {@link #word()} is its name in the trail, the queue and the API. */
public enum AuditAction {
    /** A task was accepted from a door. */
    TASK_ACCEPTED("task.accepted"),
    /** A door refused an input. */
    INPUT_REFUSED("input.refused"),
    /** A task reached its end. */
    TASK_COMPLETED("task.completed"),
    /** A task ran out of ways and was parked as a dead letter. */
    TASK_FAILED("task.failed"),
    /** Somebody cancelled a task. */
    TASK_CANCELLED("task.cancelled"),
    /** Tasks that ended long ago were deleted; their trail stays. */
    TASKS_DELETED("task.deleted"),
    /** A task does not go on with the definition of its flow that it began with. */
    DEFINITION_CHANGED("definition.changed"),
    /** Records that are older than they are kept were put into a file and removed. */
    AUDIT_PRUNED("audit.pruned"),
    /** The undo of a finished step was done. */
    STEP_UNDONE("step.undone"),
    /** A message was routed by its meaning or content. */
    ROUTE_DECIDED("route.decided"),
    /** A model was called, successfully or not. */
    MODEL_CALLED("model.called"),
    /** An answer that a model gave before was given again. */
    ANSWER_CACHED("answer.cached"),
    /** A budget did not have what a call may cost. */
    BUDGET_REFUSED("budget.refused"),
    /**
     * A hub took a part of a budget for its next calls, gave back what it did not use, or is gone and what it held counts as
     * spent. What a call used is in its own record.
     */
    BUDGET_MOVED("budget.moved"),
    /** A budget was found nearly used up. */
    BUDGET_WARNED("budget.warned"),
    /** An output was checked. */
    OUTPUT_CHECKED("output.checked"),
    /** An agent was asked. */
    AGENT_ASKED("agent.asked"),
    /** An agent handed a conversation over to another, or was not to. */
    HANDED_OVER("handoff.made"),
    /** A tool was called. */
    TOOL_CALLED("tool.called"),
    /** A task was given to a person. */
    HANDED_OFF("handoff.asked"),
    /** A person decided. */
    DECISION_MADE("handoff.decided"),
    /** No person decided in time. */
    HANDOFF_EXPIRED("handoff.expired"),
    /** Another system sent what a task waits for, or will. */
    CALLBACK_RECEIVED("callback.received"),
    /** A dead letter was redriven. */
    REDRIVEN("dead-letter.redriven"),
    /** Something was permitted; with {@code tutti.audit.permissions=all}. */
    PERMISSION_ALLOWED("permission.allowed"),
    /** A permission was denied. */
    PERMISSION_DENIED("permission.denied"),
    /** A route was changed, stopped or started. */
    ROUTE_CHANGED("route.changed"),
    /** A principal was made, given another token, or removed. */
    PRINCIPAL_CHANGED("principal.changed"),
    /** A tool of an MCP server was approved, or is approved no more. */
    MCP_TOOL_APPROVED("mcp.approved"),
    /** An operator stopped a model, tool, agent, flow or tenant, or started it again. */
    KILL_SWITCHED("kill-switch.changed"),
    /** A hub started, with which files. */
    HUB_STARTED("hub.started"),
    /** An operator let the hub take no more work, or take work again. */
    HUB_DRAINED("hub.drained"),
    /** Somebody logged in, or failed to. */
    LOGIN("login");

    private final String word;

    AuditAction(String word) {
        this.word = word;
    }

    /** The name in the trail. */
    public String word() {
        return word;
    }
}
