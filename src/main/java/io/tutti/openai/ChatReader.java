package io.tutti.openai;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the body of a chat completion. */
final class ChatReader {

    private static final int MOST_STOPS = 4;
    private static final Set<String> KNOWN = Set.of(
            "model",
            "messages",
            "stream",
            "stream_options",
            "tools",
            "tool_choice",
            "parallel_tool_calls",
            "response_format",
            "temperature",
            "top_p",
            "presence_penalty",
            "frequency_penalty",
            "max_tokens",
            "max_completion_tokens",
            "stop",
            "seed",
            "n",
            "reasoning_effort",
            "modalities",
            "logprobs");

    /** What tells the provider about the caller, or where to keep the answer: not passed on, and no harm done. */
    private static final Set<String> LEFT_OUT = Set.of(
            "user",
            "metadata",
            "store",
            "service_tier",
            "prompt_cache_key",
            "prompt_cache_retention",
            "safety_identifier",
            "verbosity");

    private static final Set<String> ALLOWED =
            Stream.concat(KNOWN.stream(), LEFT_OUT.stream()).collect(Collectors.toUnmodifiableSet());

    private ChatReader() {}

    static AskedChat read(Field body) {
        body.only(ALLOWED);
        requireOneText(body);
        Field stream = body.at("stream");
        Field usage = body.at("stream_options");
        if (usage.isPresent() && !stream.flag()) {
            throw usage.bad("is for streams only; send stream: true, or leave it out.");
        }
        return new AskedChat(
                body.at("model").text(),
                ChatRequest.builder()
                        .messages(messages(body.at("messages")))
                        .parameters(parameters(body))
                        .build(),
                stream.flag(),
                usage.isPresent()
                        && usage.only(Set.of("include_usage", "include_obfuscation"))
                                .at("include_usage")
                                .flag());
    }

    private static void requireOneText(Field body) {
        body.at("n").whole(1, 1);
        if (body.at("logprobs").flag()) {
            throw body.at("logprobs").bad("must be false; this hub gives no log probabilities.");
        }
        body.at("modalities").items().forEach(modality -> modality.oneOf(Set.of("text")));
    }

    private static OpenAiChatRequestParameters parameters(Field body) {
        Tools tools = Tools.read(body.at("tools"), body.at("tool_choice"), Tools.Form.WRAPPED);
        OpenAiChatRequestParameters.Builder parameters = OpenAiChatRequestParameters.builder();
        parameters
                .toolSpecifications(tools.specifications())
                .toolChoice(tools.choice())
                .responseFormat(Tools.format(body.at("response_format"), Tools.Form.WRAPPED))
                .temperature(body.at("temperature").number(0, 2).orElse(null))
                .topP(body.at("top_p").number(0, 1).orElse(null))
                .presencePenalty(body.at("presence_penalty").number(-2, 2).orElse(null))
                .frequencyPenalty(body.at("frequency_penalty").number(-2, 2).orElse(null))
                .stopSequences(stops(body.at("stop")));
        body.at("max_tokens").whole(1, Integer.MAX_VALUE).ifPresent(parameters::maxOutputTokens);
        body.at("max_completion_tokens").whole(1, Integer.MAX_VALUE).ifPresent(parameters::maxOutputTokens);
        body.at("seed").whole(Integer.MIN_VALUE, Integer.MAX_VALUE).ifPresent(parameters::seed);
        body.at("reasoning_effort").optionalText().ifPresent(parameters::reasoningEffort);
        Field parallel = body.at("parallel_tool_calls");
        if (parallel.isPresent() && !tools.specifications().isEmpty()) {
            parameters.parallelToolCalls(parallel.flag());
        }
        return parameters.build();
    }

    private static List<String> stops(Field stop) {
        List<String> stops = stop.isText()
                ? List.of(stop.text())
                : stop.items().stream().map(Field::text).toList();
        if (stops.size() > MOST_STOPS) {
            throw stop.bad("has " + stops.size() + " texts; at most " + MOST_STOPS + " are possible.");
        }
        return stops;
    }

    private static List<ChatMessage> messages(Field list) {
        Map<String, String> called = new HashMap<>();
        List<ChatMessage> messages =
                list.items().stream().map(item -> message(item, called)).toList();
        if (messages.stream().noneMatch(UserMessage.class::isInstance)) {
            throw list.bad("needs at least one message with the role user.");
        }
        return messages;
    }

    /** @param called the names of the tools that were asked for, by the id of the call */
    private static ChatMessage message(Field item, Map<String, String> called) {
        Field content = item.at("content");
        return switch (item.at("role").oneOf(Set.of("system", "developer", "user", "assistant", "tool"))) {
            case "user" -> UserMessage.from(Contents.mixed(content));
            case "assistant" -> assistant(item, called);
            case "tool" -> {
                Field id = item.at("tool_call_id");
                String name = called.get(id.text());
                if (name == null) {
                    throw id.bad("names no tool call of a message before it.");
                }
                yield ToolExecutionResultMessage.from(id.text(), name, Contents.text(content));
            }
            default -> {
                String text = Contents.text(content);
                if (text.isBlank()) {
                    throw content.bad("is empty.");
                }
                yield SystemMessage.from(text);
            }
        };
    }

    private static ChatMessage assistant(Field item, Map<String, String> called) {
        List<ToolExecutionRequest> calls =
                item.at("tool_calls").items().stream().map(ChatReader::call).toList();
        calls.forEach(call -> called.put(call.id(), call.name()));
        Field content = item.at("content");
        String text = content.isPresent() ? Contents.text(content) : "";
        if (text.isEmpty() && calls.isEmpty()) {
            throw content.bad("is missing; an assistant's message has a text or tool_calls.");
        }
        return AiMessage.builder()
                .text(text.isEmpty() ? null : text)
                .toolExecutionRequests(calls)
                .build();
    }

    private static ToolExecutionRequest call(Field call) {
        call.at("type").oneOf(Set.of("function"));
        return ToolExecutionRequest.builder()
                .id(call.at("id").text())
                .name(call.at("function").at("name").text())
                .arguments(call.at("function").at("arguments").text())
                .build();
    }
}
