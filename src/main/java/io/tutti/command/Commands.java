package io.tutti.command;

import io.tutti.command.proof.ProofCommands;
import io.tutti.command.submit.Submit;
import io.tutti.command.tasks.TaskCommands;
import io.tutti.command.terminal.Terminal;
import io.tutti.command.terminal.WrongUsage;
import io.tutti.command.work.WorkCommands;
import io.tutti.failure.Failure;
import io.tutti.home.WrongSetting;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The command line: finds the command, runs it, and turns what went wrong into one line and an exit code. */
public final class Commands {

    /** The command did what it was asked for. */
    public static final int DONE = 0;
    /** The hub refused, something failed, or a check found something. */
    public static final int FAILED = 1;
    /** The arguments cannot be meant. */
    public static final int WRONG_USAGE = 2;

    private static final Set<String> ABOUT_THE_PROGRAM = Set.of("--help", "--version");

    private final Terminal terminal;
    private final CommandLine program;

    /** All commands, printing to {@code terminal}. */
    public Commands(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.program = new CommandLine(new Program());
        program.addSubcommand(new Run()).addSubcommand(new Submit(terminal, clock));
        TaskCommands.on(terminal).forEach(program::addSubcommand);
        WorkCommands.on(terminal).forEach(program::addSubcommand);
        ProofCommands.on(terminal, clock).forEach(program::addSubcommand);
        program.setOut(terminal.out())
                .setErr(terminal.err())
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((wrong, arguments) -> wrongUsage(wrong.getCommandLine(), Usage.of(wrong)))
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(command, failure));
    }

    /** Whether the arguments ask for the hub itself: none, settings, or {@code run}. */
    public static boolean startHub(List<String> arguments) {
        if (arguments.isEmpty()) {
            return true;
        }
        String first = arguments.getFirst();
        if (first.equals("run")) {
            return !arguments.contains("--help") && !arguments.contains("-h");
        }
        return first.startsWith("--") && !ABOUT_THE_PROGRAM.contains(first);
    }

    /** Runs the command that the arguments name; returns the exit code. */
    public int run(List<String> arguments) {
        int exitCode = program.execute(arguments.toArray(String[]::new));
        terminal.out().flush();
        terminal.err().flush();
        return exitCode;
    }

    private int failed(CommandLine command, Exception failure) {
        return switch (failure) {
            case WrongUsage wrong -> wrongUsage(command, wrong.getMessage());
            case Failure expected -> failed(expected);
            case WrongSetting wrong -> failed(wrong);
            default ->
                failed(new IllegalStateException("This is a fault of the program, please report it: " + failure));
        };
    }

    private int failed(Exception failure) {
        terminal.error(String.valueOf(failure.getMessage()));
        return FAILED;
    }

    private int wrongUsage(CommandLine command, @Nullable String message) {
        terminal.error(message + " See `" + command.getCommandSpec().qualifiedName() + " --help`.");
        return WRONG_USAGE;
    }
}
