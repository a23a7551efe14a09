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
 * @param holdBack characters of a streamed answer that are held back before the first is released, 0 or more
 * @param continuesCut whether another model goes on with a streamed answer that broke off after its caller saw some of it
 */
record PoolEntry(
        String name,
        List<String> ways,
        List<String> checks,
        int retries,
        double confidence,
        int holdBack,
        boolean continuesCut) {

    static final int RETRIES = 2;
    static final int HOLD_BACK = 20;
    static final double CONFIDENCE = 0.5;

    /** One model by its own name. */
    static PoolEntry alone(String model) {
        return new PoolEntry(model, List.of(model), List.of(), RETRIES, CONFIDENCE, HOLD_BACK, false);
    }

    /** As many characters of a streamed answer are held back; all when they have to pass checks first. */
    int held() {
        return checks.isEmpty() ? holdBack : HeldBack.ALL;
    }
}
