package io.tutti.rules;

import io.tutti.audit.AuditAction;
import io.tutti.audit.AuditEvent;
import io.tutti.audit.AuditTrail;
import io.tutti.commit.Commits;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells operators and the audit trail what became of changed route files. */
final class RouteChanges {

    private static final Logger LOG = LoggerFactory.getLogger(RouteChanges.class);
    private static final String HUB = "hub";

    private final AuditTrail audit;
    private final Commits commits;

    RouteChanges(AuditTrail audit, Commits commits) {
        this.audit = audit;
        this.commits = commits;
    }

    void taken(String file, boolean removed) {
        LOG.info("{}: {}", file, removed ? "the route was removed" : "the route was loaded");
        record(file, Map.of("outcome", removed ? "removed" : "loaded"));
    }

    void refused(String file, String reason) {
        LOG.warn("{} (refused; what ran before goes on)", reason);
        record(file, Map.of("outcome", "refused", "reason", reason));
    }

    private void record(String file, Map<String, Object> detail) {
        String route = file.replace(RouteRules.EXTENSION, "");
        commits.commit(List.of(audit.record(new AuditEvent(AuditAction.ROUTE_CHANGED, null, HUB, HUB, route, detail))));
    }
}
