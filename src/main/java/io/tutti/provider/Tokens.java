package io.tutti.provider;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiTokenUsage;
import dev.langchain4j.model.output.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one call.
 *
 * @param input all input tokens
 * @param cached those of them that the provider had cached, at most {@code input}
 * @param output output tokens
 */
public record Tokens(long input, long cached, long output) {

    public static final Tokens NONE = new Tokens(0, 0, 0);

    /** More than any model takes; an endpoint that reports more is not believed. */
    private static final long MOST = 100_000_000;

    /** English averages four characters a token. */
    private static final int CHARACTERS = 4;

    /**
     * What the endpoint reports; where that is missing or impossible, an estimate from the length of the texts.
     *
     * @param asked characters of the prompt
     */
    public static Tokens of(ChatResponse response, long asked) {
        TokenUsage usage = response.tokenUsage();
        AiMessage message = response.aiMessage();
        long written = message.text() == null ? 0 : message.text().length();
        if (usage == null) {
            return new Tokens(estimate(asked), 0, estimate(written));
        }
        long input = believed(usage.inputTokenCount(), estimate(asked));
        return new Tokens(input, Math.min(input, cached(usage)), believed(usage.outputTokenCount(), estimate(written)));
    }

    private static long cached(TokenUsage usage) {
        if (usage instanceof OpenAiTokenUsage openAi && openAi.inputTokensDetails() != null) {
            return believed(openAi.inputTokensDetails().cachedTokens(), 0);
        }
        return 0;
    }

    private static long believed(@Nullable Integer reported, long otherwise) {
        return reported == null || reported < 0 || reported > MOST ? otherwise : reported;
    }

    private static long estimate(long characters) {
        return (characters + CHARACTERS - 1) / CHARACTERS;
    }
}
