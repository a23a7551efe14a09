package io.tutti.command;

import picocli.CommandLine.Command;

/** Only for the help: {@code io.tutti.Tutti} starts the hub itself. */
@Command(
        name = "run",
        description = "Start the hub; the same as no command at all.",
        customSynopsis = "java -jar tutti.jar [run] [--SETTING=VALUE ...]",
        footer = {
            "",
            "Settings, for example:",
            "  --tutti.data=DIR           where the hub keeps its state; default: data",
            "  --tutti.routes=DIR         your routes; likewise --tutti.connectors and --tutti.config",
            "  --server.port=N            HTTP; default: 8080",
            "  --tutti.jms.port=N         JMS over TCP; default: 61616; 0: none"
        })
final class Run implements Runnable {

    @Override
    public void run() {
        throw new IllegalStateException("the hub is started by io.tutti.Tutti");
    }
}
