package io.tutti.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import io.tutti.check.Passage;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.local.LocalModel;
import io.tutti.local.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a model is asked.
 *
 * @param messages for the model
 * @param question for the checks
 * @param evidence for the checks: the passages, or the prompt itself when it came without any
 * @param passages how many of the evidence were given as such
 * @param shown for the journal
 */
record ModelRequest(List<ChatMessage> messages, String question, List<Passage> evidence, int passages, JsonNode shown) {

    private static final String INSTRUCTIONS = "Answer the question from the evidence only. Use numbers, dates and"
            + " identifiers exactly as the evidence gives them. When the evidence does not hold the answer, say that you"
            + " have no information about it.";
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads the body of {@code direct:call-model}: a text, a map {@code {"instructions", "question", "evidence":
     * [{"source", "text"}]}}, whose question is a text or what {@code read-questions-action} made of it, or a list of
     * messages {@code {"role": "system|user|assistant", "content"}}.
     *
     * @throws Refused when it is none of these or says nothing
     */
    static ModelRequest of(@Nullable Object body) {
        if (body == null) {
            throw unreadable("nothing");
        }
        return switch (body) {
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
        return messages.stream().mapToLong(message -> text(message).length()).sum();
    }

    private static ModelRequest ofText(String text) {
        if (text.isBlank()) {
            throw unreadable("an empty text");
        }
        List<Passage> evidence = List.of(new Passage("prompt", text));
        return new ModelRequest(List.of(UserMessage.from(text)), text, evidence, 0, JSON.valueToTree(text));
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
        return new ModelRequest(messages, question, evidence, evidence.size(), JSON.valueToTree(shown));
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
        return new ModelRequest(messages, question, evidence, 0, JSON.valueToTree(list));
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
            case UserMessage user -> user.singleText();
            case AiMessage assistant -> assistant.text();
            default -> "";
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
