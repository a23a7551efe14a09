package io.tutti.model;

import java.util.List;
import java.util.Map;

/**
 * A pool ready to be asked.
 *
 * @param entry how it is configured
 * @param endpoints those that it names, by name
 */
record Pool(PoolEntry entry, Map<String, Endpoint> endpoints) {

    /** A pool of one model, for callers that name the model. */
    static Pool alone(Endpoint model) {
        String name = model.entry().name();
        return new Pool(PoolEntry.alone(name), Map.of(name, model));
    }

    String name() {
        return entry.name();
    }

    /** The models for a request, as written. */
    List<Endpoint> ways(ModelRequest request) {
        List<String> names = entry.rules().stream()
                .filter(rule -> rule.appliesTo(request))
                .findFirst()
                .map(PoolRule::ways)
                .orElse(entry.ways());
        return names.stream().map(endpoints::get).toList();
    }
}
