package io.tutti.local;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.tutti.provider.ApiKey;
import io.tutti.provider.Connection;
import io.tutti.provider.ModelEntry;
import io.tutti.provider.Provider;
import java.util.Set;

/** The model inside the hub. */
public final class LocalProvider implements Provider {

    private final Meaning meaning;

    /** @param meaning how alike two texts are */
    public LocalProvider(Meaning meaning) {
        this.meaning = meaning;
    }

    @Override
    public Set<String> names() {
        return Set.of(LOCAL);
    }

    @Override
    public Connection connect(ModelEntry entry, ApiKey key, HttpClientBuilder http) {
        LocalModel model = new LocalModel(meaning);
        return new Connection(model, new AtOnce(model));
    }

    /** A stream of one part: the answer is there within milliseconds. */
    private record AtOnce(ChatModel model) implements StreamingChatModel {

        @Override
        public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
            ChatResponse response = model.chat(request);
            handler.onPartialResponse(response.aiMessage().text());
            handler.onCompleteResponse(response);
        }
    }
}
