package io.tutti.model;

import io.tutti.budget.Budgets;
import io.tutti.check.Checks;
import io.tutti.home.ConfigFiles;
import io.tutti.home.Home;
import io.tutti.home.WrongSetting;
import io.tutti.routing.OutcomeFiles;
import java.util.List;
import java.util.Set;

/** Reads {@code models.yaml} for a program that only wants to know whether the hub could start with it. */
public final class ModelsReader {

    private ModelsReader() {}

    /**
     * Returns the names of the pools.
     *
     * @throws WrongSetting about the first value that would stop the start
     */
    public static Set<String> check(ConfigFiles files, Home home) {
        ModelsFile content = ModelsFile.read(files, Checks.shipped(), (route, text) -> List.of());
        content.outcomes().forEach(name -> OutcomeFiles.check(home, name));
        Budgets.requirePools(files, content.pools().keySet());
        return content.pools().keySet();
    }
}
