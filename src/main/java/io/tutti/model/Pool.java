package io.tutti.model;

import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import java.util.List;
import java.util.Set;

/**
 * A pool ready to be asked.
 *
 * @param entry how it is configured
 * @param ways its models in their order
 */
record Pool(PoolEntry entry, List<Endpoint> ways) {

    /**
     * Its models that can do what is needed, in their order.
     *
     * @throws Refused when there is none
     */
    List<Endpoint> able(Set<Ability> needs) {
        if (needs.isEmpty()) {
            return ways;
        }
        List<String> words = needs.stream().map(Ability::word).toList();
        List<Endpoint> able = ways.stream()
                .filter(way -> way.entry().abilities().containsAll(words))
                .toList();
        if (able.isEmpty()) {
            throw new Refused(
                    Reason.BAD_INPUT,
                    "Pool " + name() + " was asked for an answer with " + String.join(", ", words)
                            + "; none of its models has these abilities. Add a model that has them, or write the abilities of"
                            + " its models in models.yaml.");
        }
        return able;
    }

    /** A pool of one model, for callers that name the model: twice asked again, no checks. */
    static Pool alone(Endpoint model) {
        String name = model.entry().name();
        return new Pool(PoolEntry.alone(name), List.of(model));
    }

    String name() {
        return entry.name();
    }
}
