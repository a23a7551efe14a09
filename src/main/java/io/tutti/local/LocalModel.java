package io.tutti.local;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import io.tutti.provider.Provider;
import java.util.Map;
import java.util.Optional;

/**
 * Answers with sentences of the evidence that it is given, word for word, and says so when there are none. It needs no
 * key and no network, and it never generates: see {@link Prompt} for what it reads and {@link Extract} for how it picks.
 * Its confidence and sources are attributes of the message.
 */
public final class LocalModel implements ChatModel {

    /** The attribute that holds the confidence, a Double from 0 to 1. */
    public static final String CONFIDENCE = "confidence";

    /** The attribute that holds the sources, a list of texts. */
    public static final String SOURCES = "sources";

    /** The attribute of the user's message that holds the identifiers in its question, a map by name. */
    public static final String IDENTIFIERS = "identifiers";

    private final Extract extract;

    /** @param meaning how alike two texts are */
    public LocalModel(Meaning meaning) {
        this.extract = new Extract(meaning);
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        Optional<UserMessage> asked = lastAsked(request);
        Prompt prompt = Prompt.parse(asked.map(UserMessage::singleText).orElse(""));
        Map<?, ?> identifiers =
                asked.map(message -> message.attribute(IDENTIFIERS, Map.class)).orElse(Map.of());
        Extract.Found found = extract.from(prompt, identifiers);
        AiMessage message = AiMessage.builder()
                .text(found.text())
                .attributes(Map.of(CONFIDENCE, found.confidence(), SOURCES, found.sources()))
                .build();
        return ChatResponse.builder()
                .aiMessage(message)
                .modelName(Provider.LOCAL)
                .tokenUsage(new TokenUsage(0, 0))
                .finishReason(FinishReason.STOP)
                .build();
    }

    private static Optional<UserMessage> lastAsked(ChatRequest request) {
        return request.messages().reversed().stream()
                .filter(UserMessage.class::isInstance)
                .map(UserMessage.class::cast)
                .findFirst();
    }
}
