package io.tutti.intake;

import io.tutti.access.Caller;
import io.tutti.access.Principals;
import io.tutti.audit.AuditAction;
import io.tutti.audit.AuditEvent;
import io.tutti.failure.Refused;
import java.util.Map;

/** Who stands behind the doors that know no tokens: whoever may write to the broker or to the inbox directory. */
final class Doors {

    private static final String TENANT = "default";

    private Doors() {}

    /** The principal of a door; its rights are the role {@code door} in access.yaml. */
    static Caller caller(String door) {
        return new Caller(door, TENANT, Principals.DOOR);
    }

    static AuditEvent refused(Caller caller, String place, Refused refused) {
        return new AuditEvent(
                AuditAction.INPUT_REFUSED,
                null,
                caller.principal(),
                caller.tenant(),
                place,
                Map.of("kind", refused.kind(), "reason", refused.getMessage()));
    }
}
