package io.tutti.audit;

import io.tutti.commit.Write;

/** Where audit records go: each is a row in the transaction of the change that it tells of. */
public interface AuditTrail {

    /** The row for {@code event}, to be committed with its change. */
    Write record(AuditEvent event);
}
