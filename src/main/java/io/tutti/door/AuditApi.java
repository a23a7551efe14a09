package io.tutti.door;

import io.tutti.access.Caller;
import io.tutti.audit.AuditQuery;
import io.tutti.audit.AuditRecord;
import io.tutti.audit.AuditVerifier;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The audit trail over HTTP. */
@RestController
@RequestMapping("/api/audit")
final class AuditApi {

    private final AuditQuery trail;
    private final AuditVerifier verifier;
    private final Rights rights;

    AuditApi(AuditQuery trail, AuditVerifier verifier, Rights rights) {
        this.trail = trail;
        this.verifier = verifier;
        this.rights = rights;
    }

    @GetMapping
    List<AuditRecord> find(
            @RequestParam(required = false) @Nullable String task,
            @RequestParam(required = false) @Nullable String principal,
            @RequestParam(required = false) @Nullable String action,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "100") int limit,
            @AuthenticationPrincipal Caller caller) {
        rights.require(caller, Rights.READ_AUDIT);
        return trail.find(new AuditQuery.Filter(
                        task, principal, rights.tenant(caller), action, after, Limits.page(limit)))
                .records();
    }

    /** @param checkpoint an earlier checkpoint's JSON, of which the trail has to be the same */
    @GetMapping("/verify")
    AuditVerifier.Verdict verify(
            @RequestParam(required = false) @Nullable String checkpoint, @AuthenticationPrincipal Caller caller)
            throws IOException {
        rights.require(caller, Rights.READ_AUDIT);
        return verifier.verify(checkpoint);
    }
}
