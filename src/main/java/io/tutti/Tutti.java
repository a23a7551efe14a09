package io.tutti;

import io.tutti.command.Commands;
import io.tutti.command.terminal.Terminal;
import io.tutti.failure.Failpoint;
import io.tutti.failure.Refused;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.SpringApplication;

/** The program: {@code java -jar tutti.jar <command>}. */
public final class Tutti {

    private Tutti() {}

    /** Starts the hub, or runs a command without starting Spring and exits with its code. */
    public static void main(String[] arguments) {
        var given = List.of(arguments);
        if (Commands.startHub(given)) {
            refuseUnknownFailpoint();
            SpringApplication.run(Hub.class, withoutRun(given));
            return;
        }
        // Libraries must not mix log lines and warnings into a command's output.
        System.setProperty("io.netty.noUnsafe", "true");
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
        System.exit(new Commands(Terminal.ofProcess(), Clock.systemUTC()).run(given));
    }

    private static void refuseUnknownFailpoint() {
        try {
            Failpoint.check();
        } catch (Refused e) {
            Terminal.ofProcess().error(String.valueOf(e.getMessage()));
            System.exit(Commands.FAILED);
        }
    }

    private static String[] withoutRun(List<String> arguments) {
        boolean named = !arguments.isEmpty() && arguments.getFirst().equals("run");
        return arguments.stream().skip(named ? 1 : 0).toArray(String[]::new);
    }
}
