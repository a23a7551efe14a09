package io.tutti.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.output.FinishReason;
import io.tutti.model.Reply;
import io.tutti.provider.Tokens;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One chat completion as OpenAI writes it.
 *
 * @param id of the completion
 * @param created seconds since 1970
 * @param model as the caller named it
 */
record ChatWriter(String id, long created, String model) {

    /** The whole answer. */
    ObjectNode whole(Reply reply) {
        ObjectNode message = object().put("role", "assistant");
        message.put("content", reply.text().isEmpty() ? null : reply.text());
        message.putNull("refusal");
        if (!reply.toolCalls().isEmpty()) {
            message.set("tool_calls", calls(reply.toolCalls(), false));
        }
        ObjectNode completion = head("chat.completion");
        ObjectNode choice = completion.putArray("choices").addObject().put("index", 0);
        choice.set("message", message);
        choice.putNull("logprobs");
        choice.put("finish_reason", finish(reply));
        completion.set("usage", usage(reply.tokens()));
        return completion;
    }

    /** The first chunk of a stream. */
    ObjectNode begin() {
        return chunk(object().put("role", "assistant").put("content", ""), null);
    }

    ObjectNode part(String text) {
        return chunk(object().put("content", text), null);
    }

    /** All calls of tools; they come whole. */
    ObjectNode toolCalls(Reply reply) {
        ObjectNode delta = object();
        delta.set("tool_calls", calls(reply.toolCalls(), true));
        return chunk(delta, null);
    }

    /** The last chunk with a choice. */
    ObjectNode end(Reply reply) {
        return chunk(object(), finish(reply));
    }

    /** The chunk after the last, for who asked for the usage. */
    ObjectNode usage(Reply reply) {
        ObjectNode chunk = head("chat.completion.chunk");
        chunk.putArray("choices");
        chunk.set("usage", usage(reply.tokens()));
        return chunk;
    }

    private ObjectNode chunk(ObjectNode delta, @Nullable String finish) {
        ObjectNode chunk = head("chat.completion.chunk");
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.putNull("logprobs");
        choice.put("finish_reason", finish);
        return chunk;
    }

    private ObjectNode head(String object) {
        return object().put("id", id)
                .put("object", object)
                .put("created", created)
                .put("model", model);
    }

    private static ArrayNode calls(List<ToolExecutionRequest> requests, boolean isIndexed) {
        ArrayNode calls = JsonNodeFactory.instance.arrayNode();
        for (ToolExecutionRequest request : requests) {
            ObjectNode call = object();
            if (isIndexed) {
                call.put("index", calls.size());
            }
            call.put("id", request.id()).put("type", "function");
            call.putObject("function").put("name", request.name()).put("arguments", request.arguments());
            calls.add(call);
        }
        return calls;
    }

    private static String finish(Reply reply) {
        if (!reply.toolCalls().isEmpty()) {
            return "tool_calls";
        }
        return reply.finish() == FinishReason.LENGTH ? "length" : "stop";
    }

    private static ObjectNode usage(Tokens tokens) {
        ObjectNode usage = object().put("prompt_tokens", tokens.input())
                .put("completion_tokens", tokens.output())
                .put("total_tokens", tokens.input() + tokens.output());
        usage.putObject("completion_tokens_details").put("reasoning_tokens", tokens.reasoning());
        usage.putObject("prompt_tokens_details").put("cached_tokens", tokens.cached());
        return usage;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
