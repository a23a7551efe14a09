package io.tutti.model;

import java.util.List;

/**
 * A pool ready to be asked.
 *
 * @param entry how it is configured
 * @param ways its models in their order
 */
record Pool(PoolEntry entry, List<Endpoint> ways) {

    String name() {
        return entry.name();
    }
}
