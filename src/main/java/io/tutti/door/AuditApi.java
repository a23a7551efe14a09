package io.tutti.door;

import io.tutti.access.Caller;
import io.tutti.audit.AuditQuery;
import io.tutti.audit.AuditRecord;
import io.tutti.audit.AuditVerifier;
import io.tutti.audit.TrailExport;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.proof.TaskProof;
import io.tutti.proof.TaskProofs;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The audit trail over HTTP. */
@RestController
@RequestMapping("/api/audit")
final class AuditApi {

    private final AuditQuery trail;
    private final TrailExport export;
    private final AuditVerifier verifier;
    private final TaskProofs proofs;
    private final Rights rights;

    AuditApi(AuditQuery trail, TrailExport export, AuditVerifier verifier, TaskProofs proofs, Rights rights) {
        this.trail = trail;
        this.export = export;
        this.verifier = verifier;
        this.proofs = proofs;
        this.rights = rights;
    }

    @GetMapping
    List<AuditRecord> find(
            @RequestParam(required = false) @Nullable String task,
            @RequestParam(required = false) @Nullable String principal,
            @RequestParam(required = false) @Nullable String action,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "100") int limit,
            @AuthenticationPrincipal Caller caller) {
        rights.require(caller, Rights.READ_AUDIT);
        return trail.find(new AuditQuery.Filter(
                        task, principal, rights.tenant(caller), action, from, to, after, Limits.page(limit)))
                .records();
    }

    /**
     * All records that fit, a line of JSON each, oldest first.
     *
     * @param format {@code jsonl} or {@code cloudevents}
     * @param seals with a line for each seal after its records; only for who may see all tenants
     */
    @GetMapping("/export")
    void export(
            @RequestParam(required = false) @Nullable String task,
            @RequestParam(required = false) @Nullable String principal,
            @RequestParam(required = false) @Nullable String action,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "jsonl") String format,
            @RequestParam(defaultValue = "false") boolean seals,
            @AuthenticationPrincipal Caller caller,
            HttpServletResponse response)
            throws IOException {
        rights.require(caller, Rights.READ_AUDIT);
        String tenant = rights.tenant(caller);
        boolean asEvents = format.equals("cloudevents");
        if (!asEvents && !format.equals("jsonl")) {
            throw new Refused(
                    Reason.BAD_INPUT,
                    "The audit trail was to be exported as '" + format + "'; say jsonl or cloudevents.");
        }
        if (seals && asEvents) {
            throw new Refused(Reason.BAD_INPUT, "CloudEvents have no seals; leave out seals, or export as jsonl.");
        }
        if (seals && tenant != null) {
            throw new Refused(
                    Reason.NOT_PERMITTED,
                    "Seals hold records of all tenants, and you may read those of " + tenant + "; leave out seals.");
        }
        response.setContentType("application/x-ndjson");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        var filter = new AuditQuery.Filter(task, principal, tenant, action, from, to, after, AuditQuery.LARGEST_PAGE);
        Consumer<String> lines = line -> append(response, line);
        if (seals) {
            export.sealed(filter, lines);
        } else if (asEvents) {
            export.cloudEvents(filter, lines);
        } else {
            export.records(filter, lines);
        }
    }

    private static void append(HttpServletResponse response, String line) {
        try {
            response.getWriter().append(line).append('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param checkpoint an earlier checkpoint's JSON, of which the trail has to be the same */
    @GetMapping("/verify")
    AuditVerifier.Verdict verify(
            @RequestParam(required = false) @Nullable String checkpoint, @AuthenticationPrincipal Caller caller)
            throws IOException {
        rights.require(caller, Rights.READ_AUDIT);
        return verifier.verify(checkpoint);
    }

    /** Whether what is kept of a task is what the trail has records of. */
    @GetMapping("/verify/{id}")
    TaskProof prove(@PathVariable String id, @AuthenticationPrincipal Caller caller) {
        rights.require(caller, Rights.READ_AUDIT);
        return proofs.of(id, rights.tenant(caller));
    }
}
