package io.tutti.killswitch;

import io.tutti.commit.Write;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table {@code kill_switch}. */
@Component
final class JdbcKillSwitches {

    private final JdbcClient sql;

    JdbcKillSwitches(JdbcClient sql) {
        this.sql = sql;
    }

    List<KillSwitch> all() {
        return sql.sql("SELECT kind, name, reason, stopped_by, stopped_at FROM kill_switch ORDER BY kind, name")
                .query((row, number) -> new KillSwitch(
                        KillSwitch.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                        row.getString("name"),
                        row.getString("reason"),
                        row.getString("stopped_by"),
                        row.getObject("stopped_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    static List<Write> stop(KillSwitch what) {
        return List.of(
                start(what.kind(), what.name()),
                Write.of(
                        "INSERT INTO kill_switch (kind, name, reason, stopped_by, stopped_at) VALUES (?, ?, ?, ?, ?)",
                        what.kind().word(),
                        what.name(),
                        what.reason(),
                        what.by(),
                        OffsetDateTime.ofInstant(what.at(), ZoneOffset.UTC)));
    }

    static Write start(KillSwitch.Kind kind, String name) {
        return Write.of("DELETE FROM kill_switch WHERE kind = ? AND name = ?", kind.word(), name);
    }
}
