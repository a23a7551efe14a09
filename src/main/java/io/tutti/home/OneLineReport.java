package io.tutti.home;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

/**
 * Says why the hub does not start in one line, without a stack trace, when a file, a setting or a database that cannot be
 * reached is to blame.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class OneLineReport implements SpringBootExceptionReporter {

    private static final Logger LOG = LoggerFactory.getLogger(OneLineReport.class);

    /** H2's code for a file that another process has. */
    private static final String LOCKED = "[90020-";

    @Override
    public boolean reportException(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof WrongSetting || cause instanceof VaultUnread) {
                LOG.error("The hub does not start: {}", cause.getMessage());
                return true;
            }
            if (cause instanceof CannotGetJdbcConnectionException) {
                LOG.error("The hub does not start: {}", databaseAway(cause));
                LOG.debug("Its database", failure);
                return true;
            }
        }
        return false;
    }

    private static String databaseAway(Throwable failure) {
        String reason = "";
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException) {
                reason = String.valueOf(cause.getMessage());
            }
        }
        return reason.contains(LOCKED)
                ? "another process, most likely another hub, has its database open (" + reason
                        + "). Stop that one, or give this one a directory of its own with --tutti.data."
                : "its database cannot be used (" + reason
                        + "). Look whether it runs, and at url, username and password in spring.datasource or, for the"
                        + " company's, tutti.company.datasource.";
    }
}
