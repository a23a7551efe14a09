package io.tutti.model;

import io.tutti.provider.ModelEntry;
import io.tutti.provider.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a model must be or be allowed, to be asked at all.
 *
 * @param abilities what it must be able to do
 * @param dataClass the class of data that it will see; null when any model may see it
 * @param tenant on whose account it is asked
 * @param tokens about as many tokens has the prompt
 */
record Need(Set<Ability> abilities, @Nullable String dataClass, String tenant, long tokens) {

    static Need of(ModelRequest request, @Nullable String dataClass, String tenant) {
        return new Need(request.needs(), dataClass, tenant, Tokens.estimate(request.characters()));
    }

    /** Why a model cannot be asked, as half a sentence; empty when it can. */
    List<String> missingIn(ModelEntry model) {
        List<String> missing = new ArrayList<>();
        for (Ability ability : abilities) {
            if (!model.abilities().contains(ability.word())) {
                missing.add("has not the ability " + ability.word());
            }
        }
        if (dataClass != null
                && !model.audience().maySee().isEmpty()
                && !model.audience().maySee().contains(dataClass)) {
            missing.add("may not see data of the class " + dataClass);
        }
        if (!model.audience().tenants().isEmpty() && !model.audience().tenants().contains(tenant)) {
            missing.add("is not for this tenant");
        }
        if (model.limits().context() > 0 && tokens > model.limits().context()) {
            missing.add("takes " + model.limits().context() + " tokens, and the prompt has about " + tokens);
        }
        return missing;
    }
}
