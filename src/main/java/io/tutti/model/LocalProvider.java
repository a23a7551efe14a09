package io.tutti.model;

import dev.langchain4j.model.chat.ChatModel;
import java.util.Set;

/** The model inside the hub. */
final class LocalProvider implements Provider {

    static final String NAME = "local";

    private final Meaning meaning;

    LocalProvider(Meaning meaning) {
        this.meaning = meaning;
    }

    @Override
    public Set<String> names() {
        return Set.of(NAME);
    }

    @Override
    public ChatModel connect(ModelEntry entry) {
        return new LocalModel(new Extract(meaning));
    }
}
