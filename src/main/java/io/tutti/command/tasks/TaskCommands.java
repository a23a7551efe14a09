package io.tutti.command.tasks;

import io.tutti.command.terminal.Terminal;
import java.util.List;

/** The commands about tasks: {@code tasks}, {@code task}, {@code cancel}. */
public final class TaskCommands {

    private TaskCommands() {}

    /** New command objects that print to {@code terminal}. */
    public static List<Object> on(Terminal terminal) {
        return List.of(new ListTasks(terminal), new ShowTask(terminal), new CancelTask(terminal));
    }
}
