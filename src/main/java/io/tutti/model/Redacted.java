package io.tutti.model;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.tutti.redaction.Redactable;
import io.tutti.redaction.Redaction;
import io.tutti.redaction.RestoredStream;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request as a model may see it, and its answer as the caller gets it. Used by one thread. */
final class Redacted {

    private final Redaction redaction;
    private final ChatRequest request;
    private @Nullable RestoredStream stream;

    private Redacted(Redaction redaction, ChatRequest request) {
        this.redaction = redaction;
        this.request = request;
    }

    /** @param kinds what the model may not see */
    static Redacted of(ChatRequest request, List<Redactable> kinds) {
        Redaction redaction = new Redaction(kinds);
        if (kinds.isEmpty()) {
            return new Redacted(redaction, request);
        }
        List<ChatMessage> messages = request.messages().stream()
                .map(message -> redacted(message, redaction))
                .toList();
        return new Redacted(
                redaction,
                redaction.hasFound()
                        ? ChatRequest.builder()
                                .messages(messages)
                                .parameters(request.parameters())
                                .build()
                        : request);
    }

    ChatRequest request() {
        return request;
    }

    /** Puts back in each part what was taken out; null when nobody takes parts. */
    @Nullable
    Consumer<String> parts(@Nullable Consumer<String> parts) {
        if (parts == null || !redaction.hasFound()) {
            return parts;
        }
        stream = new RestoredStream(redaction, parts);
        return stream;
    }

    /** The answer with what was taken out of the request. */
    ChatResponse restored(ChatResponse response) {
        if (!redaction.hasFound()) {
            return response;
        }
        if (stream != null) {
            stream.end();
        }
        AiMessage message = response.aiMessage();
        AiMessage restored = AiMessage.builder()
                .text(message.text() == null ? null : redaction.restore(message.text()))
                .toolExecutionRequests(message.toolExecutionRequests().stream()
                        .map(call -> with(call, redaction.restore(call.arguments())))
                        .toList())
                .thinking(message.thinking())
                .attributes(message.attributes())
                .build();
        return ChatResponse.builder()
                .aiMessage(restored)
                .metadata(response.metadata())
                .build();
    }

    private static ChatMessage redacted(ChatMessage message, Redaction redaction) {
        return switch (message) {
            case SystemMessage system -> SystemMessage.from(redaction.redact(system.text()));
            case UserMessage user ->
                user.toBuilder()
                        .contents(user.contents().stream()
                                .map(content -> redacted(content, redaction))
                                .toList())
                        .build();
            case AiMessage assistant ->
                AiMessage.builder()
                        .text(assistant.text() == null ? null : redaction.redact(assistant.text()))
                        .toolExecutionRequests(assistant.toolExecutionRequests().stream()
                                .map(call -> with(call, redaction.redact(call.arguments())))
                                .toList())
                        .attributes(assistant.attributes())
                        .build();
            case ToolExecutionResultMessage result ->
                ToolExecutionResultMessage.from(result.id(), result.toolName(), redaction.redact(result.text()));
            default -> message;
        };
    }

    private static Content redacted(Content content, Redaction redaction) {
        return content instanceof TextContent text ? TextContent.from(redaction.redact(text.text())) : content;
    }

    private static ToolExecutionRequest with(ToolExecutionRequest call, String arguments) {
        return ToolExecutionRequest.builder()
                .id(call.id())
                .name(call.name())
                .arguments(arguments)
                .build();
    }
}
