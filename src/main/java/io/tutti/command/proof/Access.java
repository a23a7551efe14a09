package io.tutti.command.proof;

import picocli.CommandLine.Command;

@Command(name = "access", description = "Test who may do what.")
final class Access {}
