package io.tutti.command.work;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.command.hub.Answer;
import io.tutti.command.hub.Fields;
import io.tutti.command.hub.HubClient;
import io.tutti.command.hub.HubOptions;
import io.tutti.command.terminal.Facts;
import io.tutti.command.terminal.Table;
import io.tutti.command.terminal.Terminal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "inbox", description = "List the work that waits for a person, or show one case in full.")
final class Inbox implements Runnable {

    private final Terminal terminal;

    @Mixin
    private final HubOptions hub = new HubOptions();

    @Parameters(paramLabel = "ID", arity = "0..1", description = "Show this case with its evidence and suggestion.")
    private @Nullable String id;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "At most this many; default: 50.")
    private int limit;

    @Option(names = "--after", paramLabel = "ID", description = "Only cases newer than this one: the next page.")
    private @Nullable String after;

    Inbox(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        var client = hub.client(terminal);
        var answer = id == null
                ? client.get("/api/inbox", page())
                : client.get(HubClient.path("api", "inbox", id), Map.of());
        if (hub.json()) {
            terminal.json(answer.text());
        } else if (id == null) {
            list(answer);
        } else {
            show(answer.json());
        }
    }

    private Map<String, @Nullable Object> page() {
        Map<String, @Nullable Object> page = new HashMap<>();
        page.put("limit", limit);
        page.put("after", after);
        return page;
    }

    private void list(Answer answer) {
        var table = new Table("ID", "SINCE", "FLOW", "REASON", "QUESTION");
        answer.entries()
                .forEach(item -> table.row(
                        Fields.text(item, "id"),
                        Fields.time(item, "createdAt"),
                        Fields.text(item, "flow"),
                        Fields.text(item.path("case"), "reason"),
                        Fields.gist(item.path("case").path("question"))));
        table.printOr("Nothing waits for a person.", terminal);
    }

    private void show(JsonNode item) {
        JsonNode handed = item.path("case");
        new Facts()
                .add("Case", Fields.text(item, "id"))
                .add("Task", Fields.text(item, "task"))
                .add("Flow", Fields.text(item, "flow"))
                .add("Since", Fields.time(item, "createdAt"))
                .add("Status", Fields.text(item, "status"))
                .add("Reason", Fields.text(handed, "reason"))
                .add("Decision", decision(item))
                .print(terminal);
        section("Question", Fields.whole(handed.path("question")));
        handed.path("evidence").forEach(this::evidence);
        section("Suggested answer", Fields.whole(handed.path("suggestion")));
    }

    private static String decision(JsonNode item) {
        String decision = Fields.text(item, "decision");
        return decision.isEmpty() ? "" : decision + " by " + Fields.text(item, "decidedBy");
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
