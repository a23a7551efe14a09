package io.tutti.door;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.access.Caller;
import io.tutti.handoff.Decision;
import io.tutti.handoff.Inbox;
import io.tutti.handoff.InboxItem;
import java.util.ArrayList;
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
        rights.requireSome(caller, Rights.READ_INBOX);
        int most = Limits.page(limit);
        List<InboxItem> permitted = new ArrayList<>();
        List<InboxItem> page = inbox.open(rights.tenant(caller), after, most);
        while (!page.isEmpty() && permitted.size() < most) {
            page.stream()
                    .filter(item -> rights.allow(caller, Rights.READ_INBOX, item))
                    .limit(most - permitted.size())
                    .forEach(permitted::add);
            page = inbox.open(rights.tenant(caller), page.getLast().id(), most);
        }
        return permitted;
    }

    @GetMapping("/{id}")
    InboxItem one(@PathVariable String id, @AuthenticationPrincipal Caller caller) {
        return found(id, Rights.READ_INBOX, caller);
    }

    @PostMapping("/{id}/decision")
    InboxItem decide(@PathVariable String id, @RequestBody Request request, @AuthenticationPrincipal Caller caller) {
        return inbox.decide(
                found(id, Rights.DECIDE, caller),
                Decision.of(request.decision(), request.output(), request.reason()),
                caller.principal());
    }

    private InboxItem found(String id, String right, Caller caller) {
        rights.requireSome(caller, right);
        InboxItem item = inbox.require(id, rights.tenant(caller));
        rights.require(caller, right, item);
        return item;
    }
}
