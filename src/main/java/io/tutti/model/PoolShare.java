package io.tutti.model;

/**
 * A model that takes part in a share of a pool's requests.
 *
 * @param model its name
 * @param share of the requests, 0 to 1
 */
record PoolShare(String model, double share) {}
