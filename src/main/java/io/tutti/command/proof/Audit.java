package io.tutti.command.proof;

import picocli.CommandLine.Command;

@Command(name = "audit", description = "Verify or export the audit trail.")
final class Audit {}
