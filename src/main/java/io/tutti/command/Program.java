package io.tutti.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ScopeType;

/** The program as a whole; every command inherits {@code --help} and {@code --version} from here. */
@Command(
        name = "java -jar tutti.jar",
        description = "An AI orchestration hub for enterprise integration. Without a command it starts the hub.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        usageHelpAutoWidth = true,
        versionProvider = Program.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:refused, failed, or something was found; one line on stderr says what",
            "2:the arguments cannot be meant"
        })
final class Program {

    /** The version of the packaged program. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            @Nullable String version = Program.class.getPackage().getImplementationVersion();
            return new String[] {"Tutti " + (version == null ? "(not packaged)" : version)};
        }
    }
}
