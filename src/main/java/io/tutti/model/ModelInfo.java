package io.tutti.model;

import io.tutti.provider.Price;
import java.util.List;

/**
 * A configured model, for people and programs that list them. It holds no key.
 *
 * @param name its name in {@code models.yaml}
 * @param provider who speaks its protocol
 * @param model the provider's name for it
 * @param abilities what it can do, for example {@code chat}
 * @param price in US dollars per million tokens; {@link Price#FREE} for local models
 * @param state {@code ready}, or {@code left-alone} while its circuit breaker is open, or {@code probing}
 */
public record ModelInfo(
        String name, String provider, String model, List<String> abilities, Price price, String state) {}
