package io.tutti.model;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import io.tutti.local.LocalModel;
import io.tutti.provider.Tokens;
import java.util.List;

/** Makes a reply of what a model sent. */
final class Replies {

    private final Support support;

    Replies(Support support) {
        this.support = support;
    }

    Reply read(ChatResponse response, ModelCall call) {
        AiMessage message = response.aiMessage();
        String said = message.text() == null ? "" : message.text().strip();
        String text = call.before() + said;
        Support.Weight weight = weight(message, text, call);
        return new Reply(
                text,
                message.toolExecutionRequests(),
                response.finishReason() == null ? FinishReason.STOP : response.finishReason(),
                weight.confidence(),
                call.way().entry().name(),
                weight.sources(),
                Tokens.of(response, call.request()::allText));
    }

    private Support.Weight weight(AiMessage message, String text, ModelCall call) {
        Double confidence = message.attribute(LocalModel.CONFIDENCE, Double.class);
        if (confidence == null) {
            return support.weigh(text, call.request());
        }
        List<?> sources = message.attribute(LocalModel.SOURCES, List.class);
        return new Support.Weight(
                confidence, sources.stream().map(String::valueOf).toList());
    }
}
