package io.tutti.command.work;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.command.hub.Answer;
import io.tutti.command.hub.Fields;
import io.tutti.command.hub.HubOptions;
import io.tutti.command.terminal.Facts;
import io.tutti.command.terminal.Table;
import io.tutti.command.terminal.Terminal;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "inbox", description = "List the work that waits for a person, or show one case in full.")
final class Inbox implements Runnable {

    private final Terminal terminal;

    @Mixin
    private final HubOptions hub = new HubOptions();

    @Parameters(paramLabel = "ID", arity = "0..1", description = "Show this case with its evidence and suggestion.")
    private @Nullable String id;

    Inbox(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        var answer = hub.client(terminal).get("/api/inbox", Map.of());
        if (id != null) {
            show(find(answer, id));
        } else if (hub.json()) {
            terminal.json(answer.text());
        } else {
            list(answer);
        }
    }

    private void list(Answer answer) {
        var table = new Table("ID", "SINCE", "FLOW", "REASON", "QUESTION");
        answer.entries().forEach(item -> table.row(
                Fields.text(item, "id"),
                Fields.time(item, "createdAt"),
                Fields.text(item, "flow"),
                Fields.text(item, "reason"),
                Fields.gist(item.path("question"))));
        table.printOr("Nothing waits for a person.", terminal);
    }

    private static JsonNode find(Answer answer, String id) {
        return answer.entries().stream()
                .filter(item -> id.equals(Fields.text(item, "id")))
                .findFirst()
                .orElseThrow(() -> new Refused(
                        Reason.NOT_FOUND, "The inbox has no open case " + id + "; list them with `inbox`."));
    }

    private void show(JsonNode item) {
        if (hub.json()) {
            terminal.json(item.toString());
            return;
        }
        new Facts()
                .add("Case", Fields.text(item, "id"))
                .add("Task", Fields.text(item, "task"))
                .add("Flow", Fields.text(item, "flow"))
                .add("Since", Fields.time(item, "createdAt"))
                .add("Reason", Fields.text(item, "reason"))
                .print(terminal);
        section("Question", Fields.whole(item.path("question")));
        item.path("evidence").forEach(this::evidence);
        section("Suggested answer", Fields.whole(item.path("suggestion")));
    }

    private void evidence(JsonNode piece) {
        section("Evidence: " + Fields.text(piece, "source"), Fields.whole(piece.path("text")));
    }

    private void section(String title, String text) {
        if (!text.isBlank()) {
            terminal.blank();
            terminal.print(title);
            terminal.paragraph(text);
        }
    }
}
