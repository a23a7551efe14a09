package io.tutti.command.work;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tutti.command.hub.Answer;
import io.tutti.command.hub.Fields;
import io.tutti.command.hub.HubClient;
import io.tutti.command.hub.HubOptions;
import io.tutti.command.terminal.Facts;
import io.tutti.command.terminal.Table;
import io.tutti.command.terminal.Terminal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "principals",
        description =
                "List the principals that the API made, or make, rotate and remove one. Those of access.yaml are not listed.")
final class Principals implements Runnable {

    private static final String PATH = "/api/principals";
    private static final String NAME = "NAME";

    private final Terminal terminal;

    @Mixin
    private final HubOptions hub = new HubOptions();

    Principals(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        Answer answer = hub.client(terminal).get(PATH, Map.of());
        if (hub.json()) {
            terminal.json(answer.text());
            return;
        }
        var table = new Table(NAME, "TENANT", "ROLES", "EXPIRES", "MADE BY");
        for (JsonNode each : answer.json()) {
            table.row(
                    Fields.text(each, "name"),
                    Fields.text(each, "tenant"),
                    joined(each.path("roles")),
                    Fields.text(each, "expiresAt"),
                    Fields.text(each, "createdBy"));
        }
        table.printOr("The API made no principals.", terminal);
    }

    @Command(name = "add", description = "Make a principal; its token is printed once.")
    void add(
            @Parameters(paramLabel = NAME, description = "Small letters, digits and hyphens.") String name,
            @Option(
                            names = "--roles",
                            split = ",",
                            required = true,
                            paramLabel = "ROLE",
                            description = "Of access.yaml.")
                    List<String> roles,
            @Option(names = "--tenant", paramLabel = NAME, description = "On whose account; default: yours.") @Nullable
                    String tenant,
            @Option(names = "--expires-in", paramLabel = "TIME", description = "For example 90d; default: never.")
                    @Nullable
                    String expiresIn) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", name);
        roles.forEach(body.putArray("roles")::add);
        putIfPresent(body, "tenant", tenant);
        putIfPresent(body, "expiresIn", expiresIn);
        show(hub.client(terminal).post(PATH, body));
    }

    @Command(name = "rotate", description = "Give a principal another token, which is printed once.")
    void rotate(
            @Parameters(paramLabel = NAME, description = "Whose.") String name,
            @Option(
                            names = "--grace",
                            paramLabel = "TIME",
                            description = "How long the old one counts too; default: not.")
                    @Nullable
                    String grace,
            @Option(names = "--expires-in", paramLabel = "TIME", description = "For example 90d; default: never.")
                    @Nullable
                    String expiresIn) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        putIfPresent(body, "grace", grace);
        putIfPresent(body, "expiresIn", expiresIn);
        show(hub.client(terminal).post(HubClient.path("api", "principals", name, "token"), body));
    }

    @Command(
            name = "remove",
            description = "Remove a principal: its token counts no more, and its tasks have no rights.")
    void remove(@Parameters(paramLabel = NAME, description = "Whom.") String name) {
        Answer answer = hub.client(terminal).delete(HubClient.path("api", "principals", name));
        if (hub.json()) {
            terminal.json(answer.text());
            return;
        }
        terminal.print("Principal '" + name + "' is removed.");
    }

    private void show(Answer answer) {
        if (hub.json()) {
            terminal.json(answer.text());
            return;
        }
        JsonNode made = answer.json();
        new Facts()
                .add("Principal", Fields.text(made, "name") + " of " + Fields.text(made, "tenant"))
                .add("Roles", joined(made.path("roles")))
                .add("Token", Fields.text(made, "token"))
                .add("Expires", Fields.text(made, "expiresAt"))
                .add("Old token until", Fields.text(made, "previousUntil"))
                .print(terminal);
        terminal.print("Keep the token now; it is shown only once.");
    }

    private static void putIfPresent(ObjectNode body, String field, @Nullable String value) {
        if (value != null) {
            body.put(field, value);
        }
    }

    private static String joined(JsonNode roles) {
        StringBuilder text = new StringBuilder();
        roles.forEach(role -> text.append(text.isEmpty() ? "" : ", ").append(role.asText()));
        return text.toString();
    }
}
