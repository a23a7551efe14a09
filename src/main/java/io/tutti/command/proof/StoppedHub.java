package io.tutti.command.proof;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tutti.audit.AuditVerifier;
import io.tutti.command.hub.Answer;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.failure.Unavailable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/**
 * The audit trail of a hub that does not run, in its own H2 database, which is only read.
 *
 * @param data the hub's data directory
 * @param key the content of its {@code secrets/audit.key}
 */
record StoppedHub(Path data, String key) {

    /**
     * What {@code GET /api/audit/verify} would say.
     *
     * @throws Refused when there is no database
     * @throws Unavailable when it cannot be read, above all because the hub runs
     */
    Answer verify(@Nullable String checkpoint) {
        Path file = data.toAbsolutePath().normalize().resolve("db").resolve("hub");
        if (!Files.isRegularFile(file.resolveSibling("hub.mv.db"))) {
            throw new Refused(
                    Reason.NOT_FOUND,
                    file + ".mv.db is not there; name the data directory of a hub by --data. "
                            + "A hub with another database is verified while it runs, without --offline.");
        }
        try {
            var verifier = AuditVerifier.of(
                    database(file),
                    key.getBytes(StandardCharsets.UTF_8),
                    data.resolve("audit").resolve("head"));
            ObjectNode verdict = new JsonMapper().valueToTree(verifier.verify(checkpoint));
            return new Answer(verdict.toString(), verdict);
        } catch (DataAccessException | IOException e) {
            throw new Unavailable(
                    "The audit trail in " + data + " cannot be read; if the hub runs, leave out --offline.", e);
        }
    }

    private static JdbcDataSource database(Path file) {
        var database = new JdbcDataSource();
        database.setURL("jdbc:h2:file:" + file + ";ACCESS_MODE_DATA=r;IFEXISTS=TRUE");
        database.setUser("tutti");
        database.setPassword("");
        return database;
    }
}
