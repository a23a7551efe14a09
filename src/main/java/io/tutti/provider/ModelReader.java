package io.tutti.provider;

import io.tutti.home.Setting;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one model of {@code models.yaml}. */
public final class ModelReader {

    private static final Set<String> LATER =
            Set.of("anthropic", "gemini", "azure-openai", "bedrock", "mistral", "ollama");
    private static final String KNOWN = "openai, openai-compatible and local";
    private static final String OPENAI_URL = "https://api.openai.com/v1";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int CONCURRENT = 16;
    private static final int MOST_CONCURRENT = 10_000;

    private ModelReader() {}

    /** @throws io.tutti.home.WrongSetting about the first value that is impossible */
    public static ModelEntry read(String name, Setting setting) {
        String provider = provider(name, setting);
        boolean local = provider.equals(Provider.LOCAL);
        return new ModelEntry(
                name,
                provider,
                local ? Provider.LOCAL : required(name, provider, setting, "model"),
                local ? null : baseUrl(name, provider, setting),
                apiKey(name, provider, setting),
                abilities(name, setting),
                price(name, setting, local),
                setting.whole("context", 0, 0, Integer.MAX_VALUE),
                timeout(setting),
                setting.whole("max-concurrent", CONCURRENT, 1, MOST_CONCURRENT),
                setting.at("may-see").texts());
    }

    private static String provider(String name, Setting setting) {
        String provider = setting.text("provider", "");
        return switch (provider) {
            case OpenAiProvider.OPENAI, OpenAiProvider.COMPATIBLE, Provider.LOCAL -> provider;
            case "" -> throw setting.wrong("model " + name + " has no provider; this version speaks " + KNOWN + ".");
            default ->
                throw setting.at("provider")
                        .wrong("model " + name + " has the provider " + provider
                                + (LATER.contains(provider)
                                        ? ", which this version does not speak yet"
                                        : ", which is unknown")
                                + "; use one of " + KNOWN + ".");
        };
    }

    private static String required(String name, String provider, Setting setting, String key) {
        return Optional.of(setting.text(key, ""))
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> setting.wrong(
                        "model " + name + " of the provider " + provider + " has no " + key + "; add it."));
    }

    private static URI baseUrl(String name, String provider, Setting setting) {
        String text = provider.equals(OpenAiProvider.OPENAI)
                ? setting.text("base-url", OPENAI_URL)
                : required(name, provider, setting, "base-url");
        URI uri = uri(text.replaceFirst("/+$", ""));
        if (uri == null || uri.getHost() == null || !Set.of("http", "https").contains(uri.getScheme())) {
            throw setting.at("base-url")
                    .wrong("model " + name + " has no usable base-url; write http://host:port/v1 or https://host/v1.");
        }
        if (uri.getUserInfo() != null || uri.getQuery() != null || uri.getFragment() != null) {
            throw setting.at("base-url")
                    .wrong("model " + name
                            + " has a user, a query or a fragment in its base-url; leave them out and put"
                            + " the key into api-key.");
        }
        return uri;
    }

    private static @Nullable URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static ApiKey apiKey(String name, String provider, Setting setting) {
        String key = setting.text("api-key", "").strip();
        if (key.isEmpty() && provider.equals(OpenAiProvider.OPENAI)) {
            throw setting.wrong("model " + name + " of the provider openai has no api-key; set the environment variable"
                    + " that it names, for example api-key: ${OPENAI_API_KEY}.");
        }
        if (key.chars().anyMatch(character -> character <= ' ' || character > '~')) {
            throw setting.at("api-key").wrong("model " + name + " has an api-key with a blank or a control character.");
        }
        return key.isEmpty() ? ApiKey.NONE : new ApiKey(key);
    }

    private static List<String> abilities(String name, Setting setting) {
        List<String> abilities = setting.at("abilities").texts();
        if (!abilities.isEmpty() && !abilities.contains("chat")) {
            throw setting.at("abilities").wrong("model " + name + " cannot chat; add chat to its abilities.");
        }
        return abilities.isEmpty() ? List.of("chat") : abilities;
    }

    private static Price price(String name, Setting setting, boolean local) {
        Setting price = setting.at("price");
        boolean free = setting.flag("free");
        if (!price.isPresent()) {
            if (local || free) {
                return Price.FREE;
            }
            throw setting.wrong(
                    "model " + name + " has no price, so its cost could not be counted; add price: {input: ...,"
                            + " output: ...} in USD per million tokens, or free: true.");
        }
        if (free || local) {
            throw price.wrong("model " + name + " is free and has a price; leave one of them out.");
        }
        BigDecimal input = money(name, price, "input", null);
        return new Price(input, money(name, price, "cached-input", input), money(name, price, "output", null));
    }

    private static BigDecimal money(String name, Setting price, String key, @Nullable BigDecimal otherwise) {
        BigDecimal value = price.decimal(key).orElse(otherwise);
        if (value == null) {
            throw price.wrong("model " + name + " has no price for " + key + "; add it in USD per million tokens.");
        }
        if (value.signum() < 0 || value.compareTo(BigDecimal.valueOf(1_000_000)) > 0) {
            throw price.at(key)
                    .wrong("model " + name + " has the " + key + " price " + value.toPlainString()
                            + "; expected 0 to 1000000 USD per million tokens.");
        }
        return value;
    }

    private static Duration timeout(Setting setting) {
        Duration timeout = setting.duration("timeout", TIMEOUT);
        if (!timeout.isPositive() || timeout.compareTo(Duration.ofHours(1)) > 0) {
            throw setting.at("timeout").wrong("expected a time-out from 1ms to 1h, for example 30s.");
        }
        return timeout;
    }
}
