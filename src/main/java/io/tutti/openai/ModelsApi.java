package io.tutti.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tutti.access.Caller;
import io.tutti.access.Permissions;
import io.tutti.agent.Agents;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.model.ModelInfo;
import io.tutti.model.Models;
import io.tutti.task.Flows;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What a caller may name as a model: pools, models and flows. */
@RestController
final class ModelsApi {

    private final Models models;
    private final Agents agents;
    private final Flows flows;
    private final Permissions permissions;
    private final long started;

    ModelsApi(Models models, Agents agents, Flows flows, Permissions permissions, Clock clock) {
        this.models = models;
        this.agents = agents;
        this.flows = flows;
        this.permissions = permissions;
        this.started = clock.instant().getEpochSecond();
    }

    @GetMapping("/v1/models")
    JsonNode list(@AuthenticationPrincipal Caller caller) {
        ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
        ArrayNode data = list.putArray("data");
        names(caller).forEach(name -> data.add(model(name)));
        return list;
    }

    @GetMapping("/v1/models/{name}")
    JsonNode one(@PathVariable String name, @AuthenticationPrincipal Caller caller) {
        return names(caller).stream()
                .filter(name::equals)
                .findFirst()
                .map(this::model)
                .orElseThrow(() -> new Refused(
                        Reason.NOT_FOUND,
                        "A model was asked for that does not exist or may not be used; GET /v1/models lists those that"
                                + " may be used."));
    }

    private List<String> names(Caller caller) {
        Stream<String> pools = models.pools().stream().filter(name -> permissions.allows(caller, "pool:" + name));
        Stream<String> alone =
                models.list().stream().map(ModelInfo::name).filter(name -> permissions.allows(caller, "model:" + name));
        Stream<String> embedding =
                Stream.of(EmbeddingsApi.MODEL).filter(name -> permissions.allows(caller, "model:" + name));
        Stream<String> asked = flows.names().stream()
                .map(name -> FlowAsModel.PREFIX + name)
                .filter(name -> permissions.allows(caller, name));
        Stream<String> acting = agents.names().stream()
                .map(name -> Agents.PREFIX + name)
                .filter(name -> permissions.allows(caller, name));
        return Stream.of(pools, alone, embedding, acting, asked)
                .flatMap(Objects::requireNonNull)
                .distinct()
                .toList();
    }

    private ObjectNode model(String name) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", name)
                .put("object", "model")
                .put("created", started)
                .put("owned_by", "tutti");
    }
}
