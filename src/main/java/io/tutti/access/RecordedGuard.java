package io.tutti.access;

import io.tutti.audit.AuditAction;
import io.tutti.audit.AuditEvent;
import io.tutti.audit.AuditTrail;
import io.tutti.commit.Commits;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Decides by access.yaml, and writes each refusal to the audit trail. */
@Component
final class RecordedGuard implements Guard {

    private final Permissions permissions;
    private final Principals principals;
    private final AuditTrail audit;
    private final Commits commits;

    RecordedGuard(Permissions permissions, Principals principals, AuditTrail audit, Commits commits) {
        this.permissions = permissions;
        this.principals = principals;
        this.audit = audit;
        this.commits = commits;
    }

    @Override
    public Verdict require(Asked asked) {
        Verdict verdict = permissions.decide(asked);
        if (verdict.isAllowed()) {
            return verdict;
        }
        Caller caller = asked.caller();
        commits.commit(List.of(audit.record(new AuditEvent(
                AuditAction.PERMISSION_DENIED,
                asked.task(),
                caller.principal(),
                caller.tenant(),
                asked.action(),
                Map.of("reason", verdict.rule())))));
        throw new Refused(
                Reason.NOT_PERMITTED,
                "Principal '%s' asked for '%s', and %s; an administrator can change that in access.yaml."
                        .formatted(caller.principal(), asked.action(), verdict.rule()));
    }

    @Override
    public Caller find(String principal, String tenant) {
        return principals.find(principal, tenant);
    }
}
