package io.tutti.command.proof;

import picocli.CommandLine.Command;

@Command(name = "routing", description = "Test how well messages are routed by their meaning.")
final class Routing {}
