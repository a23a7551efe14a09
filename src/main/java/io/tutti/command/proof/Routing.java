package io.tutti.command.proof;

import picocli.CommandLine.Command;

@Command(name = "routing", description = "Learn and test how messages find their intent, and prompts their model.")
final class Routing {}
