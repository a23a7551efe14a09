package io.tutti.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.broker.Claim;
import io.tutti.broker.ClaimCheck;
import io.tutti.commit.Write;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;

@Component
final class Payloads implements ClaimCheck {

    /** Characters; a longer message is a Claim Check until it is sent. */
    static final int LONGEST_MESSAGE = 64 * 1024;

    private final JdbcPayloads rows;

    Payloads(JdbcPayloads rows) {
        this.rows = rows;
    }

    @Override
    public String keep(String taskId, JsonNode content, List<Write> change) {
        return Objects.requireNonNull(JdbcPayloads.keep(taskId, content, change));
    }

    @Override
    public JsonNode read(String taskId, String column) {
        return Objects.requireNonNull(rows.unfolding(taskId).column(column));
    }

    @Override
    public Claim message(String taskId, JsonNode content, List<Write> change) {
        return claim(taskId, content, change);
    }

    static Claim claim(String taskId, JsonNode content, List<Write> change) {
        String text = content.toString();
        return text.length() <= LONGEST_MESSAGE
                ? new Claim(null, text)
                : new Claim(taskId, Objects.requireNonNull(JdbcPayloads.keep(taskId, content, change)));
    }
}
