package io.tutti.command.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.command.hub.Fields;
import io.tutti.command.terminal.Facts;
import io.tutti.command.terminal.Table;
import io.tutti.command.terminal.Terminal;
import java.util.List;
import java.util.Set;

/** A task as people read it. */
public final class TaskPage {

    private static final Set<String> BAD_ENDS = Set.of("FAILED", "CANCELLED");

    private TaskPage() {}

    /** Whether the task ended without an answer. */
    public static boolean endedBadly(JsonNode task) {
        return BAD_ENDS.contains(Fields.text(task, "status"));
    }

    /** Prints what came of the task: its status, the answer or the error, the ticket, the id. */
    public static void printOutcome(JsonNode task, Terminal terminal) {
        String took = Fields.took(task);
        String status = Fields.text(task, "status");
        terminal.print(status + "  " + Fields.text(task, "flow") + (took.isEmpty() ? "" : "  in " + took));
        paragraph(error(task.path("error")), terminal);
        paragraph(Fields.whole(task.path("output")), terminal);
        terminal.blank();
        outcomeFacts(task).add("Task", Fields.text(task, "id")).print(terminal);
        if ("WAITING".equals(status)) {
            terminal.print("A person has it now: see `inbox`.");
        }
        if ("RUNNING".equals(status)) {
            terminal.print("It goes on: see `task " + Fields.text(task, "id") + "`.");
        }
    }

    /** Prints everything about the task but its journal. */
    static void printAll(JsonNode task, Terminal terminal) {
        var cost = task.path("cost");
        new Facts()
                .add("Task", Fields.text(task, "id"))
                .add("Flow", Fields.text(task, "flow"))
                .add("Status", Fields.text(task, "status"))
                .add("Created", Fields.time(task, "createdAt"))
                .add("Ended", ended(task))
                .add("Asked by", askedBy(task))
                .add("Conversation", Fields.text(task, "conversation"))
                .add("Key", Fields.text(task, "key"))
                .add("Cost", cost(cost))
                .print(terminal);
        section("Input", Fields.whole(task.path("input")), terminal);
        section("Error", error(task.path("error")), terminal);
        section("Answer", Fields.whole(task.path("output")), terminal);
        terminal.blank();
        outcomeFacts(task).print(terminal);
    }

    /** Prints the journal, one entry a line. */
    static void printJournal(List<JsonNode> entries, Terminal terminal) {
        var table = new Table("#", "KIND", "KEY", "STATUS", "TOOK", "MODEL", "USD", "RESULT");
        for (var entry : entries) {
            table.row(
                    Fields.text(entry, "seq"),
                    Fields.text(entry, "kind"),
                    Fields.text(entry, "key"),
                    status(entry),
                    Fields.duration(entry.path("durationMs").asLong()),
                    Fields.text(entry, "model"),
                    usd(entry.path("cost")),
                    Fields.gist(entry.path("output")));
        }
        table.printOr("Nothing is in the journal yet.", terminal);
    }

    private static void section(String title, String text, Terminal terminal) {
        if (!text.isBlank()) {
            terminal.blank();
            terminal.print(title);
            terminal.paragraph(text);
        }
    }

    private static void paragraph(String text, Terminal terminal) {
        if (!text.isBlank()) {
            terminal.blank();
            terminal.paragraph(text);
        }
    }

    private static Facts outcomeFacts(JsonNode task) {
        return new Facts()
                .add("Ticket", Fields.text(task.path("output"), "ticket"))
                .add("Person", Fields.text(task.path("output"), "person"));
    }

    private static String error(JsonNode error) {
        String step = Fields.text(error, "step");
        return Fields.text(error, "message") + (step.isEmpty() ? "" : " (step " + step + ")");
    }

    private static String ended(JsonNode task) {
        String ended = Fields.time(task, "endedAt");
        return ended.isEmpty() ? "" : ended + ", after " + Fields.took(task);
    }

    private static String askedBy(JsonNode task) {
        String tenant = Fields.text(task, "tenant");
        return Fields.text(task, "principal") + (tenant.isEmpty() ? "" : " for " + tenant);
    }

    private static String cost(JsonNode cost) {
        if (!cost.isObject()) {
            return "";
        }
        return "$%s for %s model calls (%s tokens in, %s out) and %s tool calls"
                .formatted(
                        Fields.text(cost, "usd"),
                        Fields.text(cost, "modelCalls"),
                        Fields.text(cost, "inputTokens"),
                        Fields.text(cost, "outputTokens"),
                        Fields.text(cost, "toolCalls"));
    }

    private static String status(JsonNode entry) {
        int attempt = entry.path("attempt").asInt(1);
        return Fields.text(entry, "status")
                + (attempt > 1 ? ", attempt " + attempt : "")
                + (entry.path("repeated").asBoolean() ? ", repeated" : "");
    }

    /** A cost that is nothing is not shown. */
    static String usd(JsonNode cost) {
        String usd = cost.isObject() ? Fields.text(cost, "usd") : cost.asText("");
        return usd.matches("[0.]*") || cost.isNull() ? "" : usd;
    }
}
