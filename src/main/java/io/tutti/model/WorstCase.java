package io.tutti.model;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.tutti.budget.Amount;
import io.tutti.provider.ModelEntry;
import io.tutti.provider.Price;
import io.tutti.provider.Tokens;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a call can use at most. */
final class WorstCase {

    /** What a provider may add around a message or a tool. */
    private static final long AROUND = 32;
    /** As much as the dearest reader of images makes of one: gpt-4o-mini, of one with eight tiles. */
    private static final long IMAGE = 50_000;

    private WorstCase() {}

    /**
     * Tokenizers that work on bytes, as those of all large models do, make at most one token of a byte of UTF-8. The
     * answer has at most as many as its caller or models.yaml allows.
     */
    static Amount of(ChatRequest request, ModelEntry model, Instant now) {
        long input = AROUND;
        for (ChatMessage message : request.messages()) {
            input += AROUND + tokens(message);
        }
        if (request.toolSpecifications() != null) {
            for (ToolSpecification tool : request.toolSpecifications()) {
                input += AROUND + bytes(tool.toString());
            }
        }
        if (request.responseFormat() != null && request.responseFormat().jsonSchema() != null) {
            input += AROUND + bytes(request.responseFormat().jsonSchema().toString());
        }
        Integer asked = request.maxOutputTokens();
        long output = asked == null ? model.limits().maxOutput() : asked;
        Price price = model.price().at(now);
        long dearest = price.dearest().microDollars(new Tokens(input, 0, output, 0, true));
        return new Amount(dearest, input + output, 1);
    }

    private static long tokens(ChatMessage message) {
        return switch (message) {
            case SystemMessage system -> bytes(system.text());
            case UserMessage user ->
                user.contents().stream().mapToLong(WorstCase::tokens).sum();
            case AiMessage assistant -> {
                long calls = 0;
                for (ToolExecutionRequest call : assistant.toolExecutionRequests()) {
                    calls += AROUND + bytes(call.name()) + bytes(call.arguments());
                }
                yield bytes(assistant.text()) + bytes(assistant.thinking()) + calls;
            }
            case ToolExecutionResultMessage result -> bytes(result.text());
            default -> bytes(message.toString());
        };
    }

    private static long tokens(Content content) {
        return content instanceof TextContent text ? bytes(text.text()) : IMAGE;
    }

    /** Of its UTF-8, or a little more. */
    private static long bytes(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
        }
        return bytes;
    }
}
