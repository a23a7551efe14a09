package io.tutti.door;

import io.tutti.access.Caller;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.killswitch.KillSwitch;
import io.tutti.killswitch.KillSwitches;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Kill switches over HTTP. */
@RestController
@RequestMapping("/api/kill-switches")
final class KillSwitchApi {

    private final KillSwitches switches;
    private final Rights rights;

    KillSwitchApi(KillSwitches switches, Rights rights) {
        this.switches = switches;
        this.rights = rights;
    }

    /** @param reason why it is stopped */
    record Request(@Nullable String reason) {}

    /** A {@link KillSwitch} as the API shows it. */
    record Shown(String kind, String name, String reason, String by, Instant at) {

        static Shown of(KillSwitch each) {
            return new Shown(each.kind().word(), each.name(), each.reason(), each.by(), each.at());
        }
    }

    @GetMapping
    List<Shown> all(@AuthenticationPrincipal Caller caller) {
        rights.require(caller, Rights.READ_HUB);
        return switches.all().stream().map(Shown::of).toList();
    }

    @PutMapping("/{kind}/{*name}")
    Shown stop(
            @PathVariable String kind,
            @PathVariable String name,
            @RequestBody Request request,
            @AuthenticationPrincipal Caller caller) {
        rights.require(caller, Rights.KILL);
        if (request.reason() == null) {
            throw new Refused(Reason.BAD_INPUT, "A kill switch needs a \"reason\", which others will read.");
        }
        return Shown.of(switches.stop(
                KillSwitch.Kind.of(kind), nameIn(name), request.reason(), caller.principal(), caller.tenant()));
    }

    /** @return what is still stopped */
    @DeleteMapping("/{kind}/{*name}")
    List<Shown> start(@PathVariable String kind, @PathVariable String name, @AuthenticationPrincipal Caller caller) {
        rights.require(caller, Rights.KILL);
        switches.start(KillSwitch.Kind.of(kind), nameIn(name), caller.principal(), caller.tenant());
        return switches.all().stream().map(Shown::of).toList();
    }

    /** The rest of the path, since names of MCP servers' tools have a slash. */
    private static String nameIn(String rest) {
        return rest.isEmpty() ? rest : rest.substring(1);
    }
}
