package io.tutti.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One pool as {@code models.yaml} describes it.
 *
 * @param name its name in the header {@code tuttiPool}
 * @param ways names of models
 * @param prefer in which order they are tried
 * @param learning what the order is learned from; null unless it is
 * @param rules the first that applies to a request says which models are tried instead
 * @param checks what an answer has to pass; a cascade's checks have its confidence
 * @param retries further calls of the same model after a failure that may pass, 0 or more
 * @param hedgeAfter after what time without an answer the next model is asked beside; null for never
 * @param corrections how often a model is told what is wrong with its answer and asked again, 0 or more; null for once
 *     when JSON is wanted and never else
 * @param confidence the limit of the check {@code confident}, 0 to 1
 * @param stream how streamed answers are released
 * @param traffic who else takes part
 * @param cache how answers are given again; null when they are not
 */
record PoolEntry(
        String name,
        List<String> ways,
        Prefer prefer,
        @Nullable Learning learning,
        List<PoolRule> rules,
        List<PoolCheck> checks,
        int retries,
        @Nullable Duration hedgeAfter,
        @Nullable Integer corrections,
        double confidence,
        Streaming stream,
        Traffic traffic,
        @Nullable Caching cache) {

    static final int RETRIES = 2;
    static final double CONFIDENCE = 0.5;

    /**
     * @param holdBack characters that are held back before the first is released, 0 or more
     * @param continuesCut whether another model goes on with an answer that broke off after its caller saw some of it
     */
    record Streaming(int holdBack, boolean continuesCut) {

        static final Streaming USUAL = new Streaming(20, false);
    }

    /**
     * @param canary is asked first in its share of the requests; null for none
     * @param shadow is asked too in its share of the requests, and nobody gets its answer; null for none
     * @param isSticky whether a conversation stays with the model that answered it last
     * @param dataClass the class of data of requests that do not say theirs; null when every model may see them
     */
    record Traffic(
            @Nullable PoolShare canary,
            @Nullable PoolShare shadow,
            boolean isSticky,
            @Nullable String dataClass) {

        static final Traffic USUAL = new Traffic(null, null, false, null);
    }

    /**
     * @param outcomes the name of the file of graded answers
     * @param quality how likely an answer has to be good, 0 to 1: less is cheaper
     */
    record Learning(String outcomes, double quality) {

        static final double QUALITY = 0.8;
    }

    /** One model by its own name: asked again after a failure that may pass, without checks. */
    static PoolEntry alone(String model) {
        return new PoolEntry(
                model,
                List.of(model),
                Prefer.ORDER,
                null,
                List.of(),
                List.of(),
                RETRIES,
                null,
                null,
                CONFIDENCE,
                Streaming.USUAL,
                Traffic.USUAL,
                null);
    }

    /** How often a model may correct its answer to a request. */
    int corrections(ModelRequest request) {
        if (corrections != null) {
            return corrections;
        }
        return request.isJson() ? 1 : 0;
    }

    /** As many characters of a streamed answer are held back; all when they have to pass checks first. */
    int heldBack() {
        return checks.isEmpty() ? stream.holdBack() : HeldBack.ALL;
    }

    /** The class of data of a request. */
    Optional<String> dataClass(@Nullable String said) {
        return Optional.ofNullable(said).or(() -> Optional.ofNullable(traffic.dataClass()));
    }
}
