package io.tutti.model;

import java.util.List;

/**
 * One pool as {@code models.yaml} describes it.
 *
 * @param name its name in the header {@code tuttiPool}
 * @param ways names of models, tried in this order
 * @param checks names of the checks that an answer has to pass
 * @param retries further calls of the same model after a failure that may pass, 0 or more
 * @param confidence the limit of the check {@code confident}, 0 to 1
 */
record PoolEntry(String name, List<String> ways, List<String> checks, int retries, double confidence) {}
