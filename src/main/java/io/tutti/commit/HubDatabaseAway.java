package io.tutti.commit;

import org.springframework.dao.DataAccessResourceFailureException;

/** The hub's own database broke off while it was read; the same as {@link DatabaseAway}, in Spring's words. */
public final class HubDatabaseAway extends DataAccessResourceFailureException {

    private static final long serialVersionUID = 1L;

    HubDatabaseAway(String message, Throwable cause) {
        super(message, cause);
    }
}
