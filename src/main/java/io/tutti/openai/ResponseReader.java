package io.tutti.openai;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the body of a response (OpenAI's API of that name): text and tools; nothing is stored. */
final class ResponseReader {

    private static final Set<String> KNOWN = Set.of(
            "model",
            "input",
            "instructions",
            "stream",
            "tools",
            "tool_choice",
            "parallel_tool_calls",
            "text",
            "temperature",
            "top_p",
            "max_output_tokens",
            "reasoning");

    /** Tells the provider about the caller, or what to keep: not passed on, and no harm done. */
    private static final Set<String> LEFT_OUT = Set.of(
            "user",
            "metadata",
            "store",
            "service_tier",
            "prompt_cache_key",
            "prompt_cache_retention",
            "safety_identifier",
            "truncation",
            "include",
            "stream_options",
            "top_logprobs");

    private static final Set<String> ALLOWED =
            Stream.concat(KNOWN.stream(), LEFT_OUT.stream()).collect(Collectors.toUnmodifiableSet());

    private ResponseReader() {}

    static AskedChat read(Field body) {
        if (body.at("previous_response_id").isPresent()
                || body.at("conversation").isPresent()) {
            Field state = body.at("previous_response_id").isPresent()
                    ? body.at("previous_response_id")
                    : body.at("conversation");
            throw state.bad("is not possible: this hub stores no responses. Send the items before it in 'input'.");
        }
        body.only(ALLOWED);
        return new AskedChat(
                body.at("model").text(),
                ChatRequest.builder()
                        .messages(messages(body))
                        .parameters(parameters(body))
                        .build(),
                body.at("stream").flag(),
                true);
    }

    private static OpenAiChatRequestParameters parameters(Field body) {
        Tools tools = Tools.read(body.at("tools"), body.at("tool_choice"), Tools.Form.FLAT);
        OpenAiChatRequestParameters.Builder parameters = OpenAiChatRequestParameters.builder();
        parameters
                .toolSpecifications(tools.specifications())
                .toolChoice(tools.choice())
                .responseFormat(Tools.format(body.at("text").at("format"), Tools.Form.FLAT))
                .temperature(body.at("temperature").number(0, 2).orElse(null))
                .topP(body.at("top_p").number(0, 1).orElse(null));
        body.at("max_output_tokens").whole(1, Integer.MAX_VALUE).ifPresent(parameters::maxOutputTokens);
        body.at("reasoning").at("effort").optionalText().ifPresent(parameters::reasoningEffort);
        Field parallel = body.at("parallel_tool_calls");
        if (parallel.isPresent() && !tools.specifications().isEmpty()) {
            parameters.parallelToolCalls(parallel.flag());
        }
        return parameters.build();
    }

    private static List<ChatMessage> messages(Field body) {
        List<ChatMessage> messages = new ArrayList<>();
        body.at("instructions")
                .optionalText()
                .filter(text -> !text.isBlank())
                .ifPresent(text -> messages.add(SystemMessage.from(text)));
        Field input = body.at("input");
        if (input.isText()) {
            messages.add(UserMessage.from(Contents.mixed(input)));
        } else {
            addAll(input, messages);
        }
        if (messages.stream().noneMatch(UserMessage.class::isInstance)) {
            throw input.bad("needs a text, or at least one message with the role user.");
        }
        return messages;
    }

    /** Calls of tools that follow each other were asked for in one message. */
    private static void addAll(Field input, List<ChatMessage> messages) {
        Map<String, String> called = new HashMap<>();
        List<ToolExecutionRequest> calls = new ArrayList<>();
        for (Field item : input.items()) {
            Field type = item.at("type");
            String kind = type.isPresent()
                    ? type.oneOf(Set.of("message", "function_call", "function_call_output", "reasoning"))
                    : "message";
            if (kind.equals("function_call")) {
                calls.add(call(item));
                continue;
            }
            flush(calls, called, messages);
            switch (kind) {
                case "function_call_output" -> messages.add(result(item, called));
                case "message" -> messages.add(message(item));
                default -> {
                    // What another model thought is of no use to the next.
                }
            }
        }
        flush(calls, called, messages);
    }

    private static void flush(
            List<ToolExecutionRequest> calls, Map<String, String> called, List<ChatMessage> messages) {
        if (calls.isEmpty()) {
            return;
        }
        calls.forEach(call -> called.put(call.id(), call.name()));
        messages.add(AiMessage.from(List.copyOf(calls)));
        calls.clear();
    }

    private static ToolExecutionRequest call(Field item) {
        return ToolExecutionRequest.builder()
                .id(item.at("call_id").text())
                .name(item.at("name").text())
                .arguments(item.at("arguments").text())
                .build();
    }

    private static ChatMessage result(Field item, Map<String, String> called) {
        Field id = item.at("call_id");
        String name = called.get(id.text());
        if (name == null) {
            throw id.bad("names no function call of an item before it.");
        }
        return ToolExecutionResultMessage.from(id.text(), name, Contents.text(item.at("output")));
    }

    private static ChatMessage message(Field item) {
        Field content = item.at("content");
        return switch (item.at("role").oneOf(Set.of("system", "developer", "user", "assistant"))) {
            case "user" -> UserMessage.from(Contents.mixed(content));
            case "assistant" -> AiMessage.from(notBlank(content));
            default -> SystemMessage.from(notBlank(content));
        };
    }

    private static String notBlank(Field content) {
        String text = Contents.text(content);
        if (text.isBlank()) {
            throw content.bad("is empty.");
        }
        return text;
    }
}
