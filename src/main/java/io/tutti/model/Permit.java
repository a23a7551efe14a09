package io.tutti.model;

import dev.langchain4j.data.image.Image;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.tutti.access.Asked;
import io.tutti.access.Guard;
import io.tutti.egress.Egress;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.killswitch.KillSwitch;
import io.tutti.killswitch.KillSwitches;
import io.tutti.task.TaskRun;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** May this pool, or this model, be asked? Thread-safe. */
final class Permit {

    private static final int MOST_HOSTS = 16;

    private final Models models;
    private final Guard guard;
    private final KillSwitches switches;
    private final Egress egress;

    Permit(Models models, Guard guard, KillSwitches switches, Egress egress) {
        this.models = models;
        this.guard = guard;
        this.switches = switches;
        this.egress = egress;
    }

    /**
     * Makes sure that the images that a request names by address may be fetched: a provider may stand where it reaches what
     * the caller must not see. Names are looked up, so only who may ask gets here.
     *
     * @throws Refused when one may not, or there are too many hosts
     */
    void requireImages(ChatRequest chat) {
        Map<String, URI> byHost = new LinkedHashMap<>();
        Ability.images(chat).stream()
                .map(Image::url)
                .filter(Objects::nonNull)
                .forEach(url -> byHost.putIfAbsent(url.getScheme() + "://" + url.getRawAuthority(), url));
        if (byHost.size() > MOST_HOSTS) {
            throw new Refused(
                    Reason.TOO_LARGE,
                    "A request may name images on %d hosts by address; found %d. Send images in the request itself."
                            .formatted(MOST_HOSTS, byHost.size()));
        }
        byHost.values().forEach(egress::requireFromCaller);
    }

    /**
     * Returns the rule that allows it; empty where the hub asks for itself.
     *
     * @throws io.tutti.failure.Refused when it may not, or the flow or the tenant is stopped
     */
    Optional<String> require(Exchange exchange, Pool pool) {
        String name = pool.name();
        String action = (models.isPool(name) ? "pool:" : "model:") + name;
        String dataClass = pool.entry()
                .dataClass(exchange.getMessage().getHeader(TaskRun.DATA_CLASS, String.class))
                .orElse(null);
        Optional<TaskRun> run = TaskRun.of(exchange);
        if (run.isPresent()) {
            return Optional.of(require(run.get(), action, dataClass));
        }
        var caller = exchange.getProperty(io.tutti.access.Caller.PROPERTY, io.tutti.access.Caller.class);
        if (caller == null) {
            return Optional.empty();
        }
        switches.requireOn(KillSwitch.Kind.TENANT, caller.tenant());
        return Optional.of(guard.require(new Asked(caller, action, Map.of(), null, null, dataClass))
                .rule());
    }

    private String require(TaskRun run, String action, @Nullable String dataClass) {
        switches.requireOn(KillSwitch.Kind.FLOW, run.flow());
        switches.requireOn(KillSwitch.Kind.TENANT, run.tenant());
        var owner = guard.find(run.principal(), run.tenant());
        return guard.require(new Asked(owner, action, Map.of(), run.flow(), run.taskId(), dataClass))
                .rule();
    }
}
