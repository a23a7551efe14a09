package io.tutti.home;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Says why the hub does not start in one line, without a stack trace, when a file or setting is to blame. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class OneLineReport implements SpringBootExceptionReporter {

    private static final Logger LOG = LoggerFactory.getLogger(OneLineReport.class);

    @Override
    public boolean reportException(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof WrongSetting || cause instanceof VaultUnread) {
                LOG.error("The hub does not start: {}", cause.getMessage());
                return true;
            }
        }
        return false;
    }
}
