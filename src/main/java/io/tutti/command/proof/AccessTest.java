package io.tutti.command.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tutti.access.Asked;
import io.tutti.access.Caller;
import io.tutti.access.Permissions;
import io.tutti.access.Principals;
import io.tutti.access.Verdict;
import io.tutti.command.terminal.Facts;
import io.tutti.command.terminal.Terminal;
import io.tutti.command.terminal.WrongUsage;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.home.ConfigFiles;
import io.tutti.home.Home;
import io.tutti.home.HomeSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.StandardEnvironment;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "test",
        description =
                "Say whether a principal may do something by access.yaml, and which rule decides. Needs no running"
                        + " hub. Exit 1 if it may not.")
final class AccessTest implements Callable<Integer> {

    private static final TypeReference<Map<String, Object>> ARGUMENTS = new TypeReference<>() {};

    private final Terminal terminal;
    private final Clock clock;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Who who = new Who();

    private static final class Who {

        @Option(
                names = "--principal",
                paramLabel = "NAME",
                description = "A principal of access.yaml, or admin, jms, file.")
        private @Nullable String principal;

        @Option(names = "--roles", split = ",", paramLabel = "ROLE", description = "Somebody with these roles.")
        private @Nullable Set<String> roles;
    }

    @Option(
            names = "--action",
            required = true,
            paramLabel = "ACTION",
            description = "A kind and a name, for example tool:refund or flow:customer-support.")
    private String action = "";

    @Option(names = "--args", paramLabel = "JSON", description = "The tool's arguments, an object; default: {}.")
    private String arguments = "{}";

    @Option(names = "--tenant", paramLabel = "NAME", description = "On whose account; default: the principal's.")
    private @Nullable String tenant;

    @Option(names = "--flow", paramLabel = "NAME", description = "The flow of the task in which it is asked.")
    private @Nullable String flow;

    @Option(names = "--data-class", paramLabel = "CLASS", description = "The class of the data that goes along.")
    private @Nullable String dataClass;

    @Option(names = "--at", paramLabel = "TIME", description = "When, for example 2026-01-31T12:00:00Z; default: now.")
    private @Nullable String at;

    @Option(
            names = {"--data", "--tutti.data"},
            paramLabel = "DIR",
            defaultValue = "data",
            description = "The hub's data directory; default: data.")
    private Path data = Path.of("data");

    @Option(
            names = {"--config", "--tutti.config"},
            split = ",",
            paramLabel = "DIR",
            description = "More directories with configuration.")
    private @Nullable List<Path> config;

    @Option(names = "--json", description = "Print JSON instead of text for people.")
    private boolean json;

    AccessTest(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        String what = action();
        Map<String, Object> with = arguments();
        Clock when = time();
        Home home = new HomeSettings(data, null, null, config).find();
        var files = ConfigFiles.of(home, new StandardEnvironment());
        Caller caller = caller(files);
        Verdict verdict = Permissions.of(files, when).decide(new Asked(caller, what, with, flow, null, dataClass));
        if (json) {
            terminal.json(new JsonMapper().valueToTree(verdict).toString());
        } else {
            new Facts()
                    .add("Allowed", allowed(verdict))
                    .add("Who", caller.principal() + " of " + caller.tenant() + ", roles " + sorted(caller.roles()))
                    .add(verdict.isAllowed() ? "Rule" : "Why not", verdict.rule())
                    .add("Approval", verdict.approval())
                    .print(terminal);
        }
        return verdict.isAllowed() ? 0 : 1;
    }

    private Caller caller(ConfigFiles files) {
        if (who.roles != null) {
            return new Caller("somebody", tenant == null ? "default" : tenant, who.roles);
        }
        String name = String.valueOf(who.principal);
        Caller known = Principals.of(files)
                .named(name)
                .orElseThrow(() -> new Refused(
                        Reason.NOT_FOUND,
                        "Principal '%s' is not in access.yaml; name one of it, or use --roles.".formatted(name)));
        return tenant == null ? known : new Caller(name, tenant, known.roles());
    }

    private String action() {
        if (!action.matches("[a-z]+:[^*]+")) {
            throw new WrongUsage("An action is a kind and a name, for example tool:refund; found '" + action + "'.");
        }
        return action;
    }

    private Map<String, Object> arguments() {
        try {
            return new JsonMapper().readValue(arguments, ARGUMENTS);
        } catch (JsonProcessingException e) {
            throw new WrongUsage("The arguments must be a JSON object; found '" + arguments + "'.");
        }
    }

    private Clock time() {
        try {
            return at == null ? clock : Clock.fixed(Instant.parse(at), ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw new WrongUsage("A time looks like 2026-01-31T12:00:00Z; found '" + at + "'.");
        }
    }

    private static String allowed(Verdict verdict) {
        if (!verdict.isAllowed()) {
            return "no";
        }
        return switch (verdict.people()) {
            case 0 -> "yes";
            case 1 -> "yes, once a person agrees";
            default -> "yes, once " + verdict.people() + " people agree";
        };
    }

    private static List<String> sorted(Set<String> roles) {
        return roles.stream().sorted().toList();
    }
}
