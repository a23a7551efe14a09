package io.tutti.model;

import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a model can do beside answering with text; its word is the one in {@code abilities} of models.yaml. */
enum Ability {
    /** It asks for calls of tools. */
    TOOLS,
    /** It answers with JSON of a given schema. */
    JSON,
    /** It sees images. */
    VISION;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Set<Ability> neededBy(ChatRequest request) {
        Set<Ability> needed = EnumSet.noneOf(Ability.class);
        if (!request.toolSpecifications().isEmpty()) {
            needed.add(TOOLS);
        }
        if (request.responseFormat() != null && request.responseFormat().type() == ResponseFormatType.JSON) {
            needed.add(JSON);
        }
        boolean images = request.messages().stream()
                .filter(UserMessage.class::isInstance)
                .flatMap(message -> ((UserMessage) message).contents().stream())
                .anyMatch(ImageContent.class::isInstance);
        if (images) {
            needed.add(VISION);
        }
        return needed;
    }
}
