package io.tutti.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.internal.JsonSchemaElementUtils;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import io.tutti.check.Passage;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.local.LocalModel;
import io.tutti.local.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a model is asked.
 *
 * @param chat for the model
 * @param question for the checks
 * @param evidence for the checks: the passages, or the prompt itself when it came without any
 * @param passages how many of the evidence were given as such
 * @param source what the journal shows
 */
record ModelRequest(ChatRequest chat, String question, List<Passage> evidence, int passages, Object source) {

    private static final String INSTRUCTIONS = "Answer the question from the evidence only. Use numbers, dates and"
            + " identifiers exactly as the evidence gives them. When the evidence does not hold the answer, say that you"
            + " have no information about it.";
    private static final String CONTINUE =
            "Your answer broke off there. Go on exactly where it stopped; do not repeat anything of it.";
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads the body of {@code direct:call-model}: a text, a map {@code {"instructions", "question", "evidence":
     * [{"source", "text"}]}}, whose question is a text or what {@code read-questions-action} made of it, or a list of
     * messages {@code {"role": "system|user|assistant", "content"}}, or a {@link ChatRequest}.
     *
     * @throws Refused when it is none of these or says nothing
     */
    static ModelRequest of(@Nullable Object body) {
        if (body == null) {
            throw unreadable("nothing");
        }
        return switch (body) {
            case ChatRequest chat -> ofMessages(chat, chat);
            case Map<?, ?> map -> ofMap(map);
            case List<?> list -> ofMessages(list);
            case JsonNode json ->
                json.isContainerNode() ? of(JSON.convertValue(json, Object.class)) : ofText(json.asText());
            case CharSequence text -> ofText(text.toString());
            default -> throw unreadable(body.getClass().getSimpleName());
        };
    }

    /** All characters of the prompt. */
    long characters() {
        return chat.messages().stream()
                .mapToLong(message -> text(message).length())
                .sum();
    }

    /** All texts of the prompt. */
    String allText() {
        return chat.messages().stream().map(ModelRequest::text).collect(Collectors.joining("\n"));
    }

    /** Whether its caller wants JSON. */
    boolean isJson() {
        return chat.responseFormat() != null && chat.responseFormat().type() == ResponseFormatType.JSON;
    }

    /** The schema that the answer has to fit; null for any JSON object. */
    @Nullable
    JsonNode schema() {
        return chat.responseFormat() == null || chat.responseFormat().jsonSchema() == null
                ? null
                : JSON.valueToTree(JsonSchemaElementUtils.toMap(
                        chat.responseFormat().jsonSchema().rootElement()));
    }

    /** The same with an answer and what is wrong with it. */
    ChatRequest corrected(String answer, List<String> wrong) {
        List<ChatMessage> messages = new ArrayList<>(chat.messages());
        messages.add(AiMessage.from(answer));
        messages.add(UserMessage.from("Your answer cannot be used: " + String.join("; ", wrong)
                + ". Answer again, without this fault; reply with the whole answer and nothing else."));
        return ChatRequest.builder()
                .messages(messages)
                .parameters(chat.parameters())
                .build();
    }

    /** What a model has to be able to do to answer it. */
    Set<Ability> needs() {
        return Ability.neededBy(chat);
    }

    /** The same with the beginning of an answer, which another model is to finish. */
    ChatRequest continuedAfter(String beginning) {
        List<ChatMessage> messages = new ArrayList<>(chat.messages());
        messages.add(AiMessage.from(beginning));
        messages.add(UserMessage.from(CONTINUE));
        return ChatRequest.builder()
                .messages(messages)
                .parameters(chat.parameters())
                .build();
    }

    /** For the journal. */
    JsonNode shown() {
        return source instanceof ChatRequest request
                ? JSON.valueToTree(
                        request.messages().stream().map(ModelRequest::shown).toList())
                : JSON.valueToTree(source);
    }

    private static Map<String, Object> shown(ChatMessage message) {
        if (message instanceof AiMessage assistant && assistant.hasToolExecutionRequests()) {
            List<Map<String, String>> calls = assistant.toolExecutionRequests().stream()
                    .map(call -> Map.of("name", call.name(), "arguments", word(call.arguments())))
                    .toList();
            return Map.of("role", role(message), "content", text(message), "toolCalls", calls);
        }
        return Map.of("role", role(message), "content", text(message));
    }

    private static ModelRequest ofText(String text) {
        if (text.isBlank()) {
            throw unreadable("an empty text");
        }
        List<Passage> evidence = List.of(new Passage("prompt", text));
        return new ModelRequest(chat(List.of(UserMessage.from(text))), text, evidence, 0, text);
    }

    private static ModelRequest ofMap(Map<?, ?> map) {
        Map<?, ?> asked = map.get("question") instanceof Map<?, ?> inner ? inner : Map.of();
        String question = word(asked.isEmpty() ? map.get("question") : asked.get("text"));
        if (question.isBlank()) {
            throw unreadable("a map without a question");
        }
        List<Passage> evidence = passages(map.get("evidence"));
        String instructions = word(map.get("instructions"));
        UserMessage user = UserMessage.builder()
                .addContent(TextContent.from(new Prompt(question, evidence).render()))
                .attributes(Map.of(LocalModel.IDENTIFIERS, asked))
                .build();
        List<ChatMessage> messages =
                List.of(SystemMessage.from(instructions.isBlank() ? INSTRUCTIONS : instructions), user);
        Map<String, Object> shown = Map.of("question", question, "evidence", evidence);
        return new ModelRequest(chat(messages), question, evidence, evidence.size(), shown);
    }

    private static List<Passage> passages(@Nullable Object evidence) {
        if (evidence == null) {
            return List.of();
        }
        if (!(evidence instanceof List<?> list) || !list.stream().allMatch(Map.class::isInstance)) {
            throw unreadable("evidence that is no list of {source, text}");
        }
        return list.stream()
                .map(item -> (Map<?, ?>) item)
                .map(item -> new Passage(word(item.get("source")), word(item.get("text"))))
                .filter(passage -> !passage.text().isBlank())
                .toList();
    }

    private static ModelRequest ofMessages(List<?> list) {
        List<ChatMessage> messages = new ArrayList<>();
        for (Object item : list) {
            messages.add(message(item instanceof Map<?, ?> map ? map : Map.of()));
        }
        if (messages.isEmpty()) {
            throw unreadable("an empty list");
        }
        return ofMessages(chat(messages), list);
    }

    private static ChatRequest chat(List<ChatMessage> messages) {
        return ChatRequest.builder().messages(messages).build();
    }

    private static ModelRequest ofMessages(ChatRequest chat, Object source) {
        List<ChatMessage> messages = chat.messages();
        String question = Stream.iterate(messages.size() - 1, i -> i >= 0, i -> i - 1)
                .map(messages::get)
                .filter(UserMessage.class::isInstance)
                .map(ModelRequest::text)
                .findFirst()
                .orElseThrow(() -> unreadable("a list without a user's message"));
        List<Passage> evidence = messages.stream()
                .filter(message -> !(message instanceof AiMessage))
                .map(message -> new Passage("prompt", text(message)))
                .toList();
        return new ModelRequest(chat, question, evidence, 0, source);
    }

    private static ChatMessage message(Map<?, ?> item) {
        String content = word(item.get("content"));
        if (content.isBlank()) {
            throw unreadable("a message without content");
        }
        return switch (word(item.get("role"))) {
            case "system" -> SystemMessage.from(content);
            case "user" -> UserMessage.from(content);
            case "assistant" -> AiMessage.from(content);
            default -> throw unreadable("a message whose role is not system, user or assistant");
        };
    }

    private static String text(ChatMessage message) {
        return switch (message) {
            case SystemMessage system -> system.text();
            case UserMessage user ->
                user.contents().stream()
                        .filter(TextContent.class::isInstance)
                        .map(content -> ((TextContent) content).text())
                        .collect(Collectors.joining("\n"));
            case AiMessage assistant -> word(assistant.text());
            case ToolExecutionResultMessage result -> word(result.text());
            default -> "";
        };
    }

    private static String role(ChatMessage message) {
        return switch (message.type()) {
            case SYSTEM -> "system";
            case AI -> "assistant";
            case TOOL_EXECUTION_RESULT -> "tool";
            default -> "user";
        };
    }

    private static String word(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static Refused unreadable(String found) {
        return new Refused(
                Reason.BAD_INPUT,
                "A model was to be called with a text, a map with a question and evidence, or a list of messages; the body"
                        + " is " + found + ".");
    }
}
