package io.tutti.door;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.access.Caller;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.recovery.DeadLetter;
import io.tutti.recovery.DeadLetters;
import io.tutti.task.Task;
import io.tutti.task.Tasks;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Dead letters over HTTP. */
@RestController
@RequestMapping("/api/dead-letters")
final class DeadLetterApi {

    private static final double USUAL_RATE = 10;
    private static final double FASTEST_RATE = 1000;

    private final DeadLetters letters;
    private final Tasks tasks;
    private final Pools pools;
    private final Rights rights;

    DeadLetterApi(DeadLetters letters, Tasks tasks, Pools pools, Rights rights) {
        this.letters = letters;
        this.tasks = tasks;
        this.pools = pools;
        this.rights = rights;
    }

    /**
     * How to redrive one.
     *
     * @param from the journal key from which to run again; null for where it failed
     * @param input another input; null for the same
     * @param pool the pool that every model call uses; null for the same as before
     */
    record One(
            @Nullable String from,
            @Nullable JsonNode input,
            @Nullable String pool) {}

    /**
     * What to redrive.
     *
     * @param flow only this flow's; null for all
     * @param ratePerSecond how many in a second; 10 when absent
     */
    record Many(@Nullable String flow, @Nullable Double ratePerSecond) {}

    @GetMapping
    List<DeadLetter> parked(
            @RequestParam(required = false) @Nullable String flow,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "50") int limit,
            @AuthenticationPrincipal Caller caller) {
        rights.require(caller, Rights.READ_DEAD_LETTERS);
        return letters.parked(rights.tenant(caller), flow, after, Limits.page(limit));
    }

    @PostMapping("/{id}/redrive")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Task redrive(
            @PathVariable String id,
            @RequestBody(required = false) @Nullable One request,
            @AuthenticationPrincipal Caller caller) {
        rights.require(caller, Rights.REDRIVE);
        DeadLetter letter = letters.require(id, rights.tenant(caller));
        One how = Objects.requireNonNullElse(request, new One(null, null, null));
        pools.check(how.pool(), caller);
        letters.redrive(letter, how.from(), how.input(), how.pool(), caller.principal());
        return tasks.require(letter.task(), null);
    }

    @PostMapping("/redrive")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Map<String, Integer> redriveAll(
            @RequestBody(required = false) @Nullable Many request, @AuthenticationPrincipal Caller caller) {
        rights.require(caller, Rights.REDRIVE);
        Many what = Objects.requireNonNullElse(request, new Many(null, null));
        double rate = Objects.requireNonNullElse(what.ratePerSecond(), USUAL_RATE);
        if (!(rate > 0 && rate <= FASTEST_RATE)) {
            throw new Refused(
                    Reason.BAD_INPUT,
                    "'ratePerSecond' must be above 0 and at most %.0f; found %s.".formatted(FASTEST_RATE, rate));
        }
        return Map.of("redriven", letters.redriveAll(rights.tenant(caller), what.flow(), rate, caller.principal()));
    }
}
