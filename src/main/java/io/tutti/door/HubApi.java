package io.tutti.door;

import io.tutti.access.Caller;
import io.tutti.audit.AuditAction;
import io.tutti.audit.AuditEvent;
import io.tutti.audit.AuditTrail;
import io.tutti.commit.Commits;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.gate.Drain;
import io.tutti.task.Tasks;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The hub itself over HTTP: an operator lets it take no more work before a restart. */
@RestController
@RequestMapping("/api/hub/drain")
final class HubApi {

    private final Drain drain;
    private final Tasks tasks;
    private final AuditTrail audit;
    private final Commits commits;
    private final Rights rights;

    HubApi(Drain drain, Tasks tasks, AuditTrail audit, Commits commits, Rights rights) {
        this.drain = drain;
        this.tasks = tasks;
        this.audit = audit;
        this.commits = commits;
        this.rights = rights;
    }

    /**
     * What is posted.
     *
     * @param on true = take no more work, false = take work again
     */
    record Request(@Nullable Boolean on) {}

    /**
     * What is answered.
     *
     * @param on whether the hub takes no work
     * @param running how many tasks it still has
     */
    record Drained(boolean on, int running) {}

    @GetMapping
    Drained look(@AuthenticationPrincipal Caller caller) {
        rights.require(caller, Rights.READ_HUB);
        return new Drained(drain.isOn(), tasks.held());
    }

    @PostMapping
    Drained change(@RequestBody Request request, @AuthenticationPrincipal Caller caller) {
        rights.require(caller, Rights.DRAIN_HUB);
        if (request.on() == null) {
            throw new Refused(
                    Reason.BAD_INPUT, "A drain needs \"on\": true to take no more work, false to take it again.");
        }
        commits.commit(List.of(audit.record(new AuditEvent(
                AuditAction.HUB_DRAINED,
                null,
                caller.principal(),
                caller.tenant(),
                "hub",
                Map.of("on", request.on())))));
        if (request.on()) {
            drain.begin();
        } else {
            drain.end();
        }
        return new Drained(drain.isOn(), tasks.held());
    }
}
