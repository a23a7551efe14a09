package io.tutti.command.proof;

import io.tutti.command.terminal.Terminal;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine;

/** The commands that prove something: {@code check}, {@code audit verify}, {@code audit export}, {@code routing
 * train}, {@code routing test}, {@code access test}. */
public final class ProofCommands {

    private ProofCommands() {}

    /** New commands that print to {@code terminal}. */
    public static List<Object> on(Terminal terminal, Clock clock) {
        var audit = new CommandLine(new Audit())
                .addSubcommand(new AuditVerify(terminal))
                .addSubcommand(new AuditExport(terminal));
        var routing = new CommandLine(new Routing())
                .addSubcommand(new RoutingTrain(terminal))
                .addSubcommand(new RoutingTest(terminal));
        var access = new CommandLine(new Access()).addSubcommand(new AccessTest(terminal, clock));
        return List.of(new Check(terminal), audit, routing, access);
    }
}
