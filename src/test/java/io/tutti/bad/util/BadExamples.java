package io.tutti.bad.util;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Autowired;

/** One offence against each house rule. */
public final class BadExamples {

    private BadExamples() {}

    static final class TaskManager {
        @Autowired
        private Runnable injected;

        Object wrong(Connection database) throws SQLException, InterruptedException {
            database.commit();
            Thread.sleep(1);
            System.out.println(injected);
            return Instant.now() + UUID.randomUUID().toString();
        }
    }
}
