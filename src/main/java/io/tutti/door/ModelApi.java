package io.tutti.door;

import io.tutti.access.Caller;
import io.tutti.model.ModelInfo;
import io.tutti.model.Models;
import java.util.List;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The configured models over HTTP. */
@RestController
final class ModelApi {

    private final Models models;
    private final Rights rights;

    ModelApi(Models models, Rights rights) {
        this.models = models;
        this.rights = rights;
    }

    @GetMapping("/api/models")
    List<ModelInfo> list(@AuthenticationPrincipal Caller caller) {
        rights.require(caller, Rights.READ_MODELS);
        return models.list();
    }
}
