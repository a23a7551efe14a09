package io.tutti.command.work;

import io.tutti.command.terminal.Terminal;
import java.util.List;

/** The operators' commands: {@code inbox}, {@code decide}, {@code dead-letters}, {@code redrive}, {@code models}, {@code costs}, {@code
 * budgets}, {@code drain}, {@code kill}, {@code
 * principals}, {@code mcp}. */
public final class WorkCommands {

    private WorkCommands() {}

    /** New command objects that print to {@code terminal}. */
    public static List<Object> on(Terminal terminal) {
        return List.of(
                new Inbox(terminal),
                new Decide(terminal),
                new DeadLetters(terminal),
                new Redrive(terminal),
                new Models(terminal),
                new Costs(terminal),
                new Budgets(terminal),
                new DrainHub(terminal),
                new Kill(terminal),
                new Principals(terminal),
                new Mcp(terminal));
    }
}
