package io.tutti.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.output.FinishReason;
import io.tutti.failure.Unavailable;
import io.tutti.intake.Admit;
import io.tutti.model.Reply;
import io.tutti.provider.Tokens;
import io.tutti.task.NewTask;
import io.tutti.task.Task;
import io.tutti.task.Tasks;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * A flow that is asked like a model: the last message of the user becomes the input of a task, and the task's output
 * the answer. Thread-safe.
 */
@Component
final class FlowAsModel {

    static final String PREFIX = "flow:";

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Admit admit;
    private final Tasks tasks;

    FlowAsModel(Admit admit, Tasks tasks) {
        this.admit = admit;
        this.tasks = tasks;
    }

    Reply answer(String model, ChatRequest chat, Asker asker) throws InterruptedException {
        var asked = new NewTask(
                model.substring(PREFIX.length()),
                TextNode.valueOf(lastSaid(chat)),
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
