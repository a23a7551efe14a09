package io.tutti.broker;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.commit.Write;
import java.util.List;

/**
 * JSON of tasks in rows besides their journal, and in messages: what a task keeps already is not written a second time.
 * Called by many threads.
 */
public interface ClaimCheck {

    /** What a column has to hold for {@code content}; {@code change} takes the rows that it refers to. */
    String keep(String taskId, JsonNode content, List<Write> change);

    /** The content of a column that {@link #keep} made. */
    JsonNode read(String taskId, String column);

    /** The body of a message that says {@code content}; {@code change} takes the rows that a claim refers to. */
    Claim message(String taskId, JsonNode content, List<Write> change);
}
