package io.tutti.provider;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.anthropic.AnthropicTokenUsage;
import dev.langchain4j.model.bedrock.BedrockTokenUsage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiTokenUsage;
import dev.langchain4j.model.output.TokenUsage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one call.
 *
 * @param input all input tokens
 * @param cached those of them that the provider had cached, at most {@code input}
 * @param output all output tokens
 * @param reasoning those of them with which the model only thought, at most {@code output}
 * @param isEstimated whether the provider did not say
 */
public record Tokens(long input, long cached, long output, long reasoning, boolean isEstimated) {

    /** No tokens. */
    public static final Tokens NONE = new Tokens(0, 0, 0, 0, false);

    /** More than any model takes; an endpoint that reports more is not believed. */
    private static final long MOST = 100_000_000;

    /** English averages four characters a token. */
    private static final int CHARACTERS = 4;

    /** As many as a text of so many characters is likely to have, at no cost. */
    public static long estimate(long characters) {
        return (characters + CHARACTERS - 1) / CHARACTERS;
    }

    /** What the tokenizer o200k counts in a prompt and what was written. */
    public static Tokens counted(String prompt, @Nullable String written) {
        return new Tokens(Tokenizer.count(prompt), 0, Tokenizer.count(written), 0, true);
    }

    /**
     * What the endpoint reports; where that is missing or impossible, what the tokenizer o200k counts.
     *
     * @param prompt all texts of the prompt
     */
    public static Tokens of(ChatResponse response, Supplier<String> prompt) {
        TokenUsage usage = response.tokenUsage();
        AiMessage message = response.aiMessage();
        if (usage == null || !isBelieved(usage.inputTokenCount()) || !isBelieved(usage.outputTokenCount())) {
            return counted(prompt.get(), message.text());
        }
        long input = usage.inputTokenCount() + inputBeside(usage);
        long output = output(usage);
        return new Tokens(
                input, Math.min(input, cached(usage)), output, Math.min(output, reasoning(usage, output)), false);
    }

    /** Some count what they thought in the total alone. */
    private static long output(TokenUsage usage) {
        long output = usage.outputTokenCount();
        boolean hasTotal = isBelieved(usage.totalTokenCount()) && usage.getClass() == TokenUsage.class;
        return hasTotal ? Math.max(output, usage.totalTokenCount() - usage.inputTokenCount()) : output;
    }

    /** Anthropic's models count what is cached apart from the input. */
    private static long inputBeside(TokenUsage usage) {
        if (usage instanceof BedrockTokenUsage own) {
            return orNone(own.cacheReadInputTokens()) + orNone(own.cacheWriteInputTokens());
        }
        return usage instanceof AnthropicTokenUsage own
                ? orNone(own.cacheReadInputTokens()) + orNone(own.cacheCreationInputTokens())
                : 0;
    }

    private static long cached(TokenUsage usage) {
        if (usage instanceof AnthropicTokenUsage own) {
            return orNone(own.cacheReadInputTokens());
        }
        if (usage instanceof BedrockTokenUsage own) {
            return orNone(own.cacheReadInputTokens());
        }
        return usage instanceof OpenAiTokenUsage own && own.inputTokensDetails() != null
                ? orNone(own.inputTokensDetails().cachedTokens())
                : 0;
    }

    private static long reasoning(TokenUsage usage, long output) {
        if (usage instanceof OpenAiTokenUsage own) {
            return own.outputTokensDetails() == null
                    ? 0
                    : orNone(own.outputTokensDetails().reasoningTokens());
        }
        return output - usage.outputTokenCount();
    }

    private static long orNone(@Nullable Integer reported) {
        return reported == null || !isBelieved(reported) ? 0 : reported;
    }

    private static boolean isBelieved(@Nullable Integer reported) {
        return reported != null && reported >= 0 && reported <= MOST;
    }
}
