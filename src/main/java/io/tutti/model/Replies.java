package io.tutti.model;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.tutti.local.LocalModel;
import java.util.List;

/** Makes a reply of what a model sent. */
final class Replies {

    private final Support support;

    Replies(Support support) {
        this.support = support;
    }

    Reply read(ChatResponse response, ModelCall call) {
        AiMessage message = response.aiMessage();
        String model = call.way().entry().name();
        String text = message.text() == null ? "" : message.text().strip();
        Double confidence = message.attribute(LocalModel.CONFIDENCE, Double.class);
        if (confidence == null) {
            return support.weigh(text, model, call.request());
        }
        List<?> sources = message.attribute(LocalModel.SOURCES, List.class);
        return new Reply(
                text, confidence, model, sources.stream().map(String::valueOf).toList());
    }
}
