package io.tutti.door;

import io.tutti.access.Caller;
import io.tutti.failure.Refused;
import io.tutti.model.Models;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The pools of models that a caller may choose for a task. Thread-safe. */
@Component
final class Pools {

    private final Models models;
    private final Rights rights;

    Pools(Models models, Rights rights) {
        this.models = models;
        this.rights = rights;
    }

    /**
     * Makes sure that the caller may use the pool, and that it exists.
     *
     * @param pool null when none was asked for
     * @throws Refused otherwise
     */
    void check(@Nullable String pool, Caller caller) {
        if (pool == null) {
            return;
        }
        models.requirePool(pool);
        rights.require(caller, "pool:" + pool);
    }
}
