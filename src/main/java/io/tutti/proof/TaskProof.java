package io.tutti.proof;

import java.util.List;

/**
 * Whether a task's input, output and calls of models and tools are those that the audit trail has records of.
 *
 * @param task the task's id
 * @param intact whether all are
 * @param compared how many were compared
 * @param changed which are not: {@code input}, {@code output}, and keys of the journal
 */
public record TaskProof(String task, boolean intact, int compared, List<String> changed) {}
