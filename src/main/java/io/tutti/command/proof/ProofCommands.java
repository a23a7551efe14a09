package io.tutti.command.proof;

import io.tutti.command.terminal.Terminal;
import java.util.List;
import picocli.CommandLine;

/** The commands that check: {@code audit verify} and {@code audit export}. */
public final class ProofCommands {

    private ProofCommands() {}

    /** New commands that print to {@code terminal}. */
    public static List<Object> on(Terminal terminal) {
        return List.of(new CommandLine(new Audit())
                .addSubcommand(new AuditVerify(terminal))
                .addSubcommand(new AuditExport(terminal)));
    }
}
