package io.tutti.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.output.FinishReason;
import io.tutti.agent.Agents;
import io.tutti.failure.Unavailable;
import io.tutti.intake.Admit;
import io.tutti.model.Reply;
import io.tutti.provider.Tokens;
import io.tutti.task.NewTask;
import io.tutti.task.Task;
import io.tutti.task.Tasks;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * A flow that is asked like a model: the last message of the user becomes the input of a task, and the task's output
 * the answer. An agent is asked by the flow {@code ask-agent}, with all messages. Thread-safe.
 */
@Component
final class FlowAsModel {

    static final String PREFIX = "flow:";

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final String ASK_AGENT = "ask-agent";

    private final Agents agents;
    private final Admit admit;
    private final Tasks tasks;

    FlowAsModel(Agents agents, Admit admit, Tasks tasks) {
        this.agents = agents;
        this.admit = admit;
        this.tasks = tasks;
    }

    Reply answer(String model, ChatRequest chat, Asker asker) throws InterruptedException {
        boolean isAgent = model.startsWith(Agents.PREFIX);
        var asked = new NewTask(
                isAgent ? ASK_AGENT : model.substring(PREFIX.length()),
                isAgent ? toAgent(model.substring(Agents.PREFIX.length()), chat) : TextNode.valueOf(lastSaid(chat)),
                null,
                asker.key(),
                asker.caller().principal(),
                asker.caller().tenant(),
                new io.tutti.task.Reply.Nowhere(),
                asker.trace());
        Duration patience =
                asker.patience() == null || asker.patience().compareTo(PATIENCE) > 0 ? PATIENCE : asker.patience();
        Task task = tasks.await(admit.one(asked, asker.caller()).task().id(), patience);
        Tokens tokens = new Tokens(task.cost().inputTokens(), 0, task.cost().outputTokens(), 0, false);
        return new Reply(text(task), List.of(), FinishReason.STOP, 1, model, List.of(), tokens);
    }

    private JsonNode toAgent(String name, ChatRequest chat) {
        agents.requireName(name);
        if (!chat.toolSpecifications().isEmpty()) {
            throw new BadParameter("tools", "cannot be given to an agent; it has its own.");
        }
        ObjectNode input = JsonNodeFactory.instance.objectNode().put("agent", name);
        ArrayNode messages = input.putArray("messages");
        chat.messages()
                .forEach(message ->
                        messages.addObject().put("role", role(message)).put("content", content(message)));
        return input;
    }

    private static String role(ChatMessage message) {
        return switch (message) {
            case SystemMessage system -> "system";
            case UserMessage user -> "user";
            case AiMessage assistant -> "assistant";
            default -> throw notSaid();
        };
    }

    private static String content(ChatMessage message) {
        return switch (message) {
            case SystemMessage system -> system.text();
            case UserMessage user ->
                user.contents().stream()
                        .map(content -> content instanceof TextContent text ? text.text() : unseen())
                        .collect(Collectors.joining("\n"));
            case AiMessage assistant ->
                assistant.hasToolExecutionRequests() ? unseen() : Objects.requireNonNullElse(assistant.text(), "");
            default -> unseen();
        };
    }

    private static String unseen() {
        throw notSaid();
    }

    private static BadParameter notSaid() {
        return new BadParameter("messages", "to an agent are texts of system, user and assistant.");
    }

    private static String text(Task task) {
        return switch (task.status()) {
            case COMPLETED -> text(task.output());
            case WAITING ->
                "This question is with a person now. Task %s goes on as soon as somebody has decided; GET /api/tasks/%s tells."
                        .formatted(task.id(), task.id());
            case RUNNING ->
                throw new Unavailable("Task %s was asked for an answer in time; it still runs. GET /api/tasks/%s tells."
                        .formatted(task.id(), task.id()));
            default ->
                throw new Unavailable("Task %s was asked for an answer; it ended as %s. GET /api/tasks/%s tells why."
                        .formatted(task.id(), task.status(), task.id()));
        };
    }

    /** A text, else the {@code reply} of an object, else the JSON. */
    private static String text(@Nullable JsonNode output) {
        if (output == null || output.isNull()) {
            return "";
        }
        JsonNode said = output.path("reply").isTextual() ? output.path("reply") : output;
        return said.isTextual() ? said.textValue() : said.toString();
    }

    private static String lastSaid(ChatRequest chat) {
        List<Content> contents = chat.messages().reversed().stream()
                .filter(UserMessage.class::isInstance)
                .map(message -> ((UserMessage) message).contents())
                .findFirst()
                .orElse(List.of());
        return contents.stream()
                .filter(TextContent.class::isInstance)
                .map(content -> ((TextContent) content).text())
                .collect(Collectors.joining("\n"));
    }
}
