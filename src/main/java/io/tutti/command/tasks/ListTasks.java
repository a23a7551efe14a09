package io.tutti.command.tasks;

import io.tutti.command.hub.Fields;
import io.tutti.command.hub.HubOptions;
import io.tutti.command.terminal.Table;
import io.tutti.command.terminal.Terminal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "tasks", description = "List tasks, newest first.")
final class ListTasks implements Runnable {

    private final Terminal terminal;

    @Mixin
    private final HubOptions hub = new HubOptions();

    @Option(names = "--flow", paramLabel = "F", description = "Only tasks of this flow.")
    private @Nullable String flow;

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            description = "Only tasks in this state: RUNNING, WAITING, COMPLETED, FAILED or CANCELLED.")
    private @Nullable TaskStatus status;

    @Option(names = "--conversation", paramLabel = "ID", description = "Only tasks of this conversation.")
    private @Nullable String conversation;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "At most this many; default: 20.")
    private int limit;

    @Option(names = "--after", paramLabel = "ID", description = "Only tasks older than this one: the next page.")
    private @Nullable String after;

    ListTasks(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        Map<String, @Nullable Object> filter = new HashMap<>();
        filter.put("flow", flow);
        filter.put("status", status);
        filter.put("conversation", conversation);
        filter.put("limit", limit);
        filter.put("after", after);
        var answer = hub.client(terminal).get("/api/tasks", filter);
        if (hub.json()) {
            terminal.json(answer.text());
            return;
        }
        var table = new Table("TASK", "STATUS", "FLOW", "CREATED", "TOOK", "USD", "INPUT");
        answer.entries()
                .forEach(task -> table.row(
                        Fields.text(task, "id"),
                        Fields.text(task, "status"),
                        Fields.text(task, "flow"),
                        Fields.time(task, "createdAt"),
                        Fields.took(task),
                        TaskPage.usd(task.path("cost")),
                        Fields.gist(task.path("input"))));
        table.printOr("No task fits.", terminal);
    }

    /** The states of a task; the words of the API. */
    enum TaskStatus {
        RUNNING,
        WAITING,
        COMPLETED,
        FAILED,
        CANCELLED
    }
}
