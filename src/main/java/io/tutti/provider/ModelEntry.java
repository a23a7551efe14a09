package io.tutti.provider;

import io.tutti.redaction.Redactable;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One model as {@code models.yaml} describes it.
 *
 * @param name its name in pools, the journal and the audit trail
 * @param provider who speaks its protocol
 * @param model the provider's name for it
 * @param reach where it is, and how to get there
 * @param abilities what it can do, at least {@code chat}
 * @param price what it costs
 * @param limits how much it takes
 * @param audience who may use it
 */
public record ModelEntry(
        String name,
        String provider,
        String model,
        Reach reach,
        List<String> abilities,
        PriceList price,
        Limits limits,
        Audience audience) {

    /**
     * @param baseUrl without a trailing slash; null for local models and for a provider's usual address
     * @param keys one or more, or none when the endpoint wants none; used in turn
     * @param headers that every request carries
     * @param proxy through which requests go; null for none
     * @param details what a single provider needs beside, by its key in models.yaml
     */
    public record Reach(
            @Nullable URI baseUrl,
            List<ApiKey> keys,
            Map<String, String> headers,
            @Nullable URI proxy,
            Map<String, String> details) {

        /** Of a model inside the hub. */
        public static final Reach LOCAL = new Reach(null, List.of(), Map.of(), null, Map.of());
    }

    /**
     * @param context the most tokens of a prompt and its answer; 0 when unknown
     * @param maxOutput the most tokens of an answer when its caller sets no limit; 0 for the provider's own
     * @param timeout for one call, from the first byte out to the last byte in; of a stream, to each next part
     * @param maxConcurrent calls at once
     * @param requestsPerMinute calls a minute; 0 for any
     * @param tokensPerMinute tokens of prompts a minute, as far as they can be estimated; 0 for any
     */
    public record Limits(
            int context,
            int maxOutput,
            Duration timeout,
            int maxConcurrent,
            int requestsPerMinute,
            int tokensPerMinute) {}

    /**
     * @param maySee classes of data; empty means all
     * @param tenants on whose account it may be called; empty means all
     * @param redact what is taken out of a prompt before it leaves, and put back into the answer
     */
    public record Audience(List<String> maySee, List<String> tenants, List<Redactable> redact) {}

    /** The same; where no {@code max-output} is set it is {@code tokens}. */
    public ModelEntry bounded(int tokens) {
        Limits bounded = limits.maxOutput() > 0
                ? limits
                : new Limits(
                        limits.context(),
                        tokens,
                        limits.timeout(),
                        limits.maxConcurrent(),
                        limits.requestsPerMinute(),
                        limits.tokensPerMinute());
        return new ModelEntry(name, provider, model, reach, abilities, price, bounded, audience);
    }

    /** Whether it runs inside the hub: no network, no cost, an answer within milliseconds. */
    public boolean isLocal() {
        return provider.equals(Provider.LOCAL);
    }

    /** How long one call may take. */
    public Duration timeout() {
        return limits.timeout();
    }
}
