package io.tutti.provider;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One model as {@code models.yaml} describes it.
 *
 * @param name its name in pools, the journal and the audit trail
 * @param provider who speaks its protocol
 * @param model the provider's name for it
 * @param baseUrl where it is, without a trailing slash; null for local models
 * @param apiKey the key, or {@link ApiKey#NONE}
 * @param abilities what it can do, at least {@code chat}
 * @param price what it costs
 * @param context the most tokens of a prompt and its answer; 0 when unknown
 * @param timeout for one call, from the first byte out to the last byte in
 * @param maxConcurrent calls at once
 * @param maySee classes of data; empty means all
 */
public record ModelEntry(
        String name,
        String provider,
        String model,
        @Nullable URI baseUrl,
        ApiKey apiKey,
        List<String> abilities,
        Price price,
        int context,
        Duration timeout,
        int maxConcurrent,
        List<String> maySee) {

    /** Whether it runs inside the hub: no network, no cost, an answer within milliseconds. */
    public boolean isLocal() {
        return provider.equals(Provider.LOCAL);
    }
}
