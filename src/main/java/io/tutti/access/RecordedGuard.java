package io.tutti.access;

import io.tutti.audit.AuditAction;
import io.tutti.audit.AuditEvent;
import io.tutti.audit.AuditSettings;
import io.tutti.audit.AuditTrail;
import io.tutti.commit.Commits;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Decides by access.yaml, and writes each refusal to the audit trail, or every decision. Thread-safe. */
@Component
final class RecordedGuard implements Guard {

    private final Permissions permissions;
    private final Principals principals;
    private final AuditTrail audit;
    private final Commits commits;
    private final boolean isAllRecorded;

    RecordedGuard(
            Permissions permissions, Principals principals, AuditTrail audit, Commits commits, AuditSettings settings) {
        this.permissions = permissions;
        this.principals = principals;
        this.audit = audit;
        this.commits = commits;
        this.isAllRecorded = settings.permissions() == AuditSettings.Decisions.ALL;
    }

    @Override
    public Verdict require(Asked asked) {
        Verdict verdict = permissions.decide(asked);
        if (verdict.isAllowed()) {
            if (isAllRecorded) {
                record(AuditAction.PERMISSION_ALLOWED, asked, Map.of("by", verdict.rule()));
            }
            return verdict;
        }
        record(AuditAction.PERMISSION_DENIED, asked, Map.of("reason", verdict.rule()));
        throw new Refused(
                Reason.NOT_PERMITTED,
                "Principal '%s' asked for '%s', and %s; an administrator can change that in access.yaml."
                        .formatted(asked.caller().principal(), asked.action(), verdict.rule()));
    }

    @Override
    public boolean permits(Asked asked) {
        return permissions.decide(asked).isAllowed();
    }

    @Override
    public void requireSome(Caller caller, String action) {
        if (!permissions.mayAllow(caller, action)) {
            require(caller, action);
        }
    }

    private void record(AuditAction action, Asked asked, Map<String, Object> detail) {
        Caller caller = asked.caller();
        commits.commit(List.of(audit.record(
                new AuditEvent(action, asked.task(), caller.principal(), caller.tenant(), asked.action(), detail))));
    }

    @Override
    public Caller find(String principal, String tenant) {
        return principals.find(principal, tenant);
    }
}
