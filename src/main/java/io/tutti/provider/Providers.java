package io.tutti.provider;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The providers that the hub speaks. Safe for use by many threads. */
public final class Providers {

    private final List<Provider> all;

    /**
     * @param local the one inside the hub
     * @param mostBytes the largest response that is read
     * @param clock the machine's, for dates that endpoints name
     */
    public Providers(Provider local, long mostBytes, Clock clock) {
        List<Provider> known = new ArrayList<>();
        known.add(local);
        known.add(new OpenAiProvider(new GuardedHttp.Builder(mostBytes, clock)));
        this.all = List.copyOf(known);
    }

    /** What it takes to call the model behind {@code entry}; makes no request. */
    public Connection connect(ModelEntry entry) {
        return all.stream()
                .filter(provider -> provider.names().contains(entry.provider()))
                .findFirst()
                .orElseThrow()
                .connect(entry);
    }
}
