package io.tutti.door;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.access.Caller;
import io.tutti.handoff.Decision;
import io.tutti.handoff.Inbox;
import io.tutti.handoff.InboxItem;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Work for people over HTTP. */
@RestController
@RequestMapping("/api/inbox")
final class InboxApi {

    private final Inbox inbox;
    private final Rights rights;

    InboxApi(Inbox inbox, Rights rights) {
        this.inbox = inbox;
        this.rights = rights;
    }

    /**
     * What a person decided.
     *
     * @param decision approve, edit, reject or answer
     * @param output the new text or object
     * @param reason why
     */
    record Request(
            @Nullable String decision,
            @Nullable JsonNode output,
            @Nullable String reason) {}

    @GetMapping
    List<InboxItem> open(
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "50") int limit,
            @AuthenticationPrincipal Caller caller) {
        rights.require(caller, Rights.READ_INBOX);
        return inbox.open(rights.tenant(caller), after, Limits.page(limit));
    }

    @GetMapping("/{id}")
    InboxItem one(@PathVariable String id, @AuthenticationPrincipal Caller caller) {
        rights.require(caller, Rights.READ_INBOX);
        return inbox.require(id, rights.tenant(caller));
    }

    @PostMapping("/{id}/decision")
    InboxItem decide(@PathVariable String id, @RequestBody Request request, @AuthenticationPrincipal Caller caller) {
        rights.require(caller, Rights.DECIDE);
        InboxItem item = inbox.require(id, rights.tenant(caller));
        return inbox.decide(
                item, Decision.of(request.decision(), request.output(), request.reason()), caller.principal());
    }
}
