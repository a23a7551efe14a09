package io.tutti.command.work;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tutti.command.hub.HubClient;
import io.tutti.command.hub.HubOptions;
import io.tutti.command.hub.TextOrJson;
import io.tutti.command.terminal.Terminal;
import io.tutti.command.terminal.WrongUsage;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "decide", description = "Decide a case of the inbox; its task then goes on.")
final class Decide implements Runnable {

    private final Terminal terminal;

    @Mixin
    private final HubOptions hub = new HubOptions();

    @Parameters(index = "0", paramLabel = "ID", description = "The case.")
    private String id = "";

    @Parameters(
            index = "1",
            paramLabel = "DECISION",
            description = "approve: the suggested answer goes out; edit: yours instead of it; reject: no answer; "
                    + "answer: yours where none was suggested.")
    private Decision decision = Decision.APPROVE;

    @Option(
            names = "--output",
            paramLabel = "OUTPUT",
            description = "Your answer: a text, @FILE or - for what is piped in.")
    private @Nullable String output;

    @Option(
            names = "--as",
            defaultValue = "text",
            paramLabel = "FORM",
            description = "OUTPUT is text (default) or json.")
    private TextOrJson form = TextOrJson.TEXT;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is kept in the audit trail.")
    private @Nullable String reason;

    Decide(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        if (output == null && decision.needsOutput()) {
            throw new WrongUsage("'%s' needs your answer; give it by --output.".formatted(decision.word()));
        }
        if (output != null && !decision.needsOutput()) {
            throw new WrongUsage("'%s' takes no --output; decide 'edit' or 'answer'.".formatted(decision.word()));
        }
        var body = JsonNodeFactory.instance.objectNode().put("decision", decision.word());
        if (output != null) {
            body.set("output", form.read(output, terminal));
        }
        if (reason != null) {
            body.put("reason", reason);
        }
        var answer = hub.client(terminal).post(HubClient.path("api", "inbox", id, "decision"), body);
        if (hub.json()) {
            terminal.json(answer.text());
            return;
        }
        terminal.print("Decided: " + decision.word() + ". The task goes on.");
    }

    /** What a person can decide. */
    enum Decision {
        APPROVE,
        EDIT,
        REJECT,
        ANSWER;

        boolean needsOutput() {
            return this == EDIT || this == ANSWER;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
