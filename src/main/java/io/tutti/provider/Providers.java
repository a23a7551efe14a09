package io.tutti.provider;

import io.tutti.egress.Egress;
import io.tutti.home.Setting;
import io.tutti.redaction.Kinds;
import java.time.Clock;
import java.util.List;

/** The providers that the hub speaks. Safe for use by many threads. */
public final class Providers {

    private final List<Provider> all;
    private final GuardedHttp.Factory http;
    private final Clock clock;

    /**
     * @param local the one inside the hub
     * @param mostBytes the largest response that is read
     * @param clock the machine's, for dates that endpoints name
     * @param egress asked before each request
     */
    public Providers(Provider local, long mostBytes, Clock clock, Egress egress) {
        this.http = new GuardedHttp.Factory(mostBytes, clock, egress);
        this.all = List.of(
                local,
                new OpenAiProvider(),
                new AzureProvider(),
                new AnthropicProvider(),
                new GeminiProvider(),
                new MistralProvider(),
                new OllamaProvider(),
                new BedrockProvider(http));
        this.clock = clock;
    }

    /**
     * Reads one model of {@code models.yaml}.
     *
     * @param kinds what can be taken out of prompts
     * @throws io.tutti.home.WrongSetting about the first value that is impossible
     */
    public static ModelEntry read(String name, Setting setting, Kinds kinds) {
        return ModelReader.read(name, setting, kinds);
    }

    /** What it takes to call the model behind {@code entry}; makes no request. */
    public Connection connect(ModelEntry entry) {
        Provider provider = all.stream()
                .filter(one -> one.names().contains(entry.provider()))
                .findFirst()
                .orElseThrow();
        List<ApiKey> keys = entry.reach().keys().isEmpty()
                ? List.of(ApiKey.NONE)
                : entry.reach().keys();
        return new KeyRing(
                        keys.stream()
                                .map(key -> provider.connect(entry, key, http.of(entry)))
                                .toList(),
                        clock)
                .connection();
    }
}
