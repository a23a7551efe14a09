package io.tutti.provider;

import io.tutti.home.Setting;
import io.tutti.redaction.Kinds;
import io.tutti.redaction.Redactable;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads one model of {@code models.yaml}. */
final class ModelReader {

    /** The provider's library knows where it is. */
    private static final String USUAL = "";

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int CONCURRENT = 16;
    private static final int MOST_CONCURRENT = 10_000;

    private static final String IMAGE_ADDRESSES = "image-addresses";
    /** Libraries for other providers fetch an image themselves, from wherever its address says. */
    private static final Set<String> PASSING_ADDRESSES_ON = Set.of("openai", "openai-compatible", "azure-openai");

    /** What a provider needs, by its name in the file. */
    private static final Map<String, Kind> KINDS = new TreeMap<>(Map.of(
            OpenAiProvider.OPENAI, new Kind("https://api.openai.com/v1", true, Set.of()),
            OpenAiProvider.COMPATIBLE, new Kind(null, false, Set.of()),
            AzureProvider.NAME, new Kind(null, true, Set.of(AzureProvider.API_VERSION)),
            AnthropicProvider.NAME, new Kind("https://api.anthropic.com/v1", true, Set.of()),
            GeminiProvider.NAME, new Kind("https://generativelanguage.googleapis.com/v1beta", true, Set.of()),
            MistralProvider.NAME, new Kind("https://api.mistral.ai/v1", true, Set.of()),
            BedrockProvider.NAME, new Kind(USUAL, false, Set.of(BedrockProvider.REGION)),
            OllamaProvider.NAME, new Kind("http://127.0.0.1:11434", false, Set.of()),
            Provider.LOCAL, new Kind(null, false, Set.of())));

    private ModelReader() {}

    /**
     * @param url where it usually is; null when the file has to say
     * @param needsKey whether it answers nobody without a key
     * @param details further keys of the file, all needed
     */
    private record Kind(@Nullable String url, boolean needsKey, Set<String> details) {}

    /** @throws io.tutti.home.WrongSetting about the first value that is impossible */
    static ModelEntry read(String name, Setting setting, Kinds redactable) {
        String provider = provider(name, setting);
        Kind kind = Objects.requireNonNull(KINDS.get(provider));
        boolean local = provider.equals(Provider.LOCAL);
        return new ModelEntry(
                name,
                provider,
                local ? Provider.LOCAL : required(name, provider, setting, "model"),
                local ? ModelEntry.Reach.LOCAL : reach(name, provider, kind, setting),
                abilities(name, provider, setting),
                PriceReader.read(name, setting, local),
                new ModelEntry.Limits(
                        setting.whole("context", 0, 0, Integer.MAX_VALUE),
                        setting.whole("max-output", 0, 0, Integer.MAX_VALUE),
                        timeout(setting),
                        setting.whole("max-concurrent", CONCURRENT, 1, MOST_CONCURRENT),
                        setting.whole("requests-per-minute", 0, 0, Integer.MAX_VALUE),
                        setting.whole("tokens-per-minute", 0, 0, Integer.MAX_VALUE)),
                new ModelEntry.Audience(
                        setting.at("may-see").texts(),
                        setting.at("tenants").texts(),
                        redact(name, setting, redactable)));
    }

    private static String provider(String name, Setting setting) {
        String provider = setting.text("provider", "");
        if (KINDS.containsKey(provider)) {
            return provider;
        }
        String known = "use one of " + String.join(", ", KINDS.keySet()) + ".";
        if (provider.isEmpty()) {
            throw setting.wrong("model " + name + " has no provider; " + known);
        }
        throw setting.at("provider")
                .wrong("model " + name + " has the provider " + provider + ", which is unknown; " + known);
    }

    private static ModelEntry.Reach reach(String name, String provider, Kind kind, Setting setting) {
        Map<String, String> details = new TreeMap<>();
        for (String key : kind.details) {
            details.put(key, required(name, provider, setting, key));
        }
        for (Kind other : KINDS.values()) {
            for (String key : other.details) {
                if (!kind.details.contains(key) && setting.at(key).isPresent()) {
                    throw setting.at(key)
                            .wrong("model " + name + " of the provider " + provider + " has no use for " + key
                                    + "; leave it out.");
                }
            }
        }
        return new ModelEntry.Reach(
                baseUrl(name, address(name, provider, kind, setting), setting),
                keys(name, provider, kind, setting),
                AddressReader.headers(name, setting.at("headers")),
                AddressReader.proxy(name, setting),
                details);
    }

    private static String address(String name, String provider, Kind kind, Setting setting) {
        return kind.url == null ? required(name, provider, setting, "base-url") : setting.text("base-url", kind.url);
    }

    private static @Nullable URI baseUrl(String name, String text, Setting setting) {
        return text.equals(USUAL) ? null : AddressReader.baseUrl(name, text, setting);
    }

    private static String required(String name, String provider, Setting setting, String key) {
        return Optional.of(setting.text(key, ""))
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> setting.wrong(
                        "model " + name + " of the provider " + provider + " has no " + key + "; add it."));
    }

    private static List<ApiKey> keys(String name, String provider, Kind kind, Setting setting) {
        List<ApiKey> keys = new ArrayList<>();
        if (setting.at("api-keys").isPresent()) {
            if (setting.at("api-key").isPresent()) {
                throw setting.at("api-keys").wrong("model " + name + " has an api-key and api-keys; use one of them.");
            }
            setting.at("api-keys")
                    .items()
                    .forEach(item -> keys.add(key(name, item, item.node().asText())));
        } else {
            keys.add(key(name, setting.at("api-key"), setting.text("api-key", "")));
        }
        keys.removeIf(ApiKey::isEmpty);
        if (keys.isEmpty() && kind.needsKey) {
            throw setting.wrong(
                    "model " + name + " of the provider " + provider + " has no api-key; set the environment"
                            + " variable that it names, for example api-key: ${"
                            + provider.toUpperCase(Locale.ROOT).replace('-', '_') + "_API_KEY}.");
        }
        return List.copyOf(keys);
    }

    private static ApiKey key(String name, Setting setting, String text) {
        String key = text.strip();
        if (key.chars().anyMatch(character -> character <= ' ' || character > '~')) {
            throw setting.wrong("model " + name + " has an api-key with a blank or a control character.");
        }
        return key.isEmpty() ? ApiKey.NONE : new ApiKey(key);
    }

    private static List<String> abilities(String name, String provider, Setting setting) {
        List<String> abilities = setting.at("abilities").texts();
        if (!abilities.isEmpty() && !abilities.contains("chat")) {
            throw setting.at("abilities").wrong("model " + name + " cannot chat; add chat to its abilities.");
        }
        if (abilities.contains(IMAGE_ADDRESSES)
                && !(abilities.contains("vision") && PASSING_ADDRESSES_ON.contains(provider))) {
            throw setting.at("abilities")
                    .wrong("model " + name + " cannot have " + IMAGE_ADDRESSES + "; a model of "
                            + String.join(", ", new TreeSet<>(PASSING_ADDRESSES_ON)) + " with vision can.");
        }
        if (abilities.contains(IMAGE_ADDRESSES) && setting.node().has("redact")) {
            throw setting.at("abilities")
                    .wrong("model " + name + " cannot have " + IMAGE_ADDRESSES
                            + " beside redact: nothing is taken out of an" + " address.");
        }
        return abilities.isEmpty() ? List.of("chat") : abilities;
    }

    private static List<Redactable> redact(String name, Setting setting, Kinds kinds) {
        Setting wanted = setting.at("redact");
        if (!wanted.node().isArray()) {
            return setting.flag("redact") ? kinds.all() : List.of();
        }
        try {
            return kinds.of(wanted.texts());
        } catch (IllegalArgumentException e) {
            throw wanted.wrong("model " + name + " is to redact " + e.getMessage() + "; there are "
                    + String.join(", ", kinds.words()) + ", or true for all.");
        }
    }

    private static Duration timeout(Setting setting) {
        Duration timeout = setting.duration("timeout", TIMEOUT);
        if (!timeout.isPositive() || timeout.compareTo(Duration.ofHours(1)) > 0) {
            throw setting.at("timeout").wrong("expected a time-out from 1ms to 1h, for example 30s.");
        }
        return timeout;
    }
}
