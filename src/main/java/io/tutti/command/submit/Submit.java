package io.tutti.command.submit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tutti.command.hub.Answer;
import io.tutti.command.hub.HubOptions;
import io.tutti.command.hub.TextOrJson;
import io.tutti.command.hub.TimeSpan;
import io.tutti.command.tasks.TaskPage;
import io.tutti.command.terminal.Terminal;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code submit}: exit 1 when the task fails, is refused or gives no sign in time. */
@Command(
        name = "submit",
        description = "Give a flow a task and wait for the answer.",
        footer = {
            "",
            "Examples:",
            "  submit --flow customer-support \"Where is my order HP-10023?\"",
            "  submit --flow customer-support --via jms --wait 1m @question.txt",
            "  echo '{\"text\": \"...\"}' | java -jar tutti.jar submit --flow customer-support --as json -"
        })
public final class Submit implements Callable<Integer> {

    private final Terminal terminal;
    private final Clock clock;

    @Mixin
    private final HubOptions hub = new HubOptions();

    @Parameters(paramLabel = "INPUT", description = "The input: a text, @FILE, or - for what is piped in.")
    private String given = "";

    @Option(names = "--flow", required = true, paramLabel = "F", description = "The flow.")
    private String flow = "";

    @Option(names = "--via", defaultValue = "http", paramLabel = "DOOR", description = "http (default), jms or file.")
    private Via via = Via.HTTP;

    @Option(
            names = "--as",
            defaultValue = "text",
            paramLabel = "FORM",
            description = "Send INPUT as text (default) or json.")
    private TextOrJson form = TextOrJson.TEXT;

    @Option(names = "--conversation", paramLabel = "ID", description = "The conversation it belongs to.")
    private @Nullable String conversation;

    @Option(names = "--key", paramLabel = "KEY", description = "Your key: the same key again is the same task.")
    private @Nullable String key;

    @Option(
            names = "--wait",
            defaultValue = "30s",
            converter = TimeSpan.class,
            paramLabel = "TIME",
            description = "How long to wait for the answer, for example 500ms or 2m; 0: do not wait; default: 30s.")
    private Duration wait = Duration.ZERO;

    @Option(
            names = "--jms-url",
            paramLabel = "URL",
            description = "The broker's address; default: $TUTTI_JMS_URL or tcp://127.0.0.1:61616.")
    private @Nullable String jmsUrl;

    @Option(
            names = "--jms-user",
            defaultValue = "tutti",
            paramLabel = "USER",
            description = "The broker's user; default: tutti. The password is $TUTTI_JMS_PASSWORD or the content of "
                    + "<data>/secrets/broker.password.")
    private String jmsUser = "";

    /** A submit that prints to {@code terminal}. */
    public Submit(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        var input = form.read(given, terminal);
        var submission = new Submission(flow, input, form == TextOrJson.JSON, conversation, key, wait);
        return switch (door().send(submission)) {
            case Receipt.Task told -> print(told.task());
            case Receipt.Sent sent -> print(sent.where());
        };
    }

    private Door door() {
        return switch (via) {
            case HTTP -> new HttpDoor(hub.client(terminal));
            case JMS -> new JmsDoor(brokerUrl(), jmsUser, brokerPassword(), clock);
            case FILE -> new FileDoor(hub.data(), clock);
        };
    }

    private String brokerUrl() {
        return jmsUrl != null ? jmsUrl : terminal.variable("TUTTI_JMS_URL").orElse("tcp://127.0.0.1:61616");
    }

    private String brokerPassword() {
        return terminal.variable("TUTTI_JMS_PASSWORD")
                .orElseGet(() -> hub.secret(
                        "broker.password", "set TUTTI_JMS_PASSWORD, or name the hub's data directory by --data"));
    }

    private int print(Answer task) {
        if (hub.json()) {
            terminal.json(task.text());
        } else {
            TaskPage.printOutcome(task.json(), terminal);
        }
        return TaskPage.endedBadly(task.json()) ? 1 : 0;
    }

    private int print(String where) {
        if (hub.json()) {
            terminal.json(
                    JsonNodeFactory.instance.objectNode().put("sent", where).toString());
        } else {
            terminal.print(where);
        }
        return 0;
    }

    /** The doors by name. */
    enum Via {
        HTTP,
        JMS,
        FILE
    }
}
