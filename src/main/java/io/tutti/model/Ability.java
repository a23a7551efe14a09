package io.tutti.model;

import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a model can do beside answering with text; its word is the one in {@code abilities} of models.yaml. */
enum Ability {
    /** It asks for calls of tools. */
    TOOLS,
    /** It answers with JSON of a given schema. */
    JSON,
    /** It sees images. */
    VISION,
    /** Its provider fetches images from their addresses. */
    IMAGE_ADDRESSES;

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Set<Ability> neededBy(ChatRequest request) {
        Set<Ability> needed = EnumSet.noneOf(Ability.class);
        if (!request.toolSpecifications().isEmpty()) {
            needed.add(TOOLS);
        }
        if (request.responseFormat() != null && request.responseFormat().type() == ResponseFormatType.JSON) {
            needed.add(JSON);
        }
        List<Image> images = images(request);
        if (!images.isEmpty()) {
            needed.add(VISION);
        }
        if (images.stream().anyMatch(image -> image.url() != null)) {
            needed.add(IMAGE_ADDRESSES);
        }
        return needed;
    }

    /** All images that users show. */
    static List<Image> images(ChatRequest request) {
        return request.messages().stream()
                .filter(UserMessage.class::isInstance)
                .flatMap(message -> ((UserMessage) message).contents().stream())
                .filter(ImageContent.class::isInstance)
                .map(content -> ((ImageContent) content).image())
                .toList();
    }
}
