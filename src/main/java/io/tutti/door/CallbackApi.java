package io.tutti.door;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.access.Caller;
import io.tutti.home.IdSource;
import io.tutti.waiting.Callback;
import io.tutti.waiting.Callbacks;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Callbacks of other systems over HTTP. */
@RestController
@RequestMapping("/api/callbacks")
final class CallbackApi {

    private final Callbacks callbacks;
    private final Rights rights;
    private final IdSource ids;
    private final Clock clock;

    CallbackApi(Callbacks callbacks, Rights rights, IdSource ids, Clock clock) {
        this.callbacks = callbacks;
        this.rights = rights;
        this.ids = ids;
        this.clock = clock;
    }

    /** The same {@code Idempotency-Key} again is the same callback; without one, each request is one of its own. */
    @PostMapping("/{correlation}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Map<String, String> receive(
            @PathVariable String correlation,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestBody JsonNode body,
            @AuthenticationPrincipal Caller caller) {
        rights.require(caller, Rights.SEND_CALLBACKS);
        String id = key == null ? ids.next() : key;
        var callback = new Callback(
                caller.tenant(), id, correlation, body, clock.instant().truncatedTo(ChronoUnit.MICROS));
        callbacks.receive(callback, caller.principal());
        return Map.of("correlation", correlation, "id", id);
    }
}
