package io.tutti.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.commit.Write;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a finished call leaves in the journal.
 *
 * @param input what was asked, as the journal shows it
 * @param output what came back; the value that a resume restores
 * @param model the model that answered, null for tools and people
 * @param usage what it cost
 * @param alongside rows of the same transaction: audit records, outgoing messages
 */
public record Outcome(
        JsonNode input, JsonNode output, @Nullable String model, Usage usage, List<Write> alongside) {}
