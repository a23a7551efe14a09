package io.tutti.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.output.FinishReason;
import io.tutti.model.Reply;
import io.tutti.provider.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * One response as OpenAI writes it. Its output is a message, when there is a text, and then the calls of tools.
 *
 * @param id unique, without a prefix
 * @param created seconds since 1970
 * @param model as the caller named it
 */
record ResponseWriter(String id, long created, String model) {

    private static final String COMPLETED = "completed";
    private static final String IN_PROGRESS = "in_progress";

    /** The response before there is an answer. */
    ObjectNode begun() {
        return head(IN_PROGRESS);
    }

    /** The whole response. */
    ObjectNode whole(Reply reply) {
        boolean isCut = reply.finish() == FinishReason.LENGTH;
        ObjectNode response = head(isCut ? "incomplete" : COMPLETED);
        if (isCut) {
            response.putObject("incomplete_details").put("reason", "max_output_tokens");
        }
        ArrayNode output = response.putArray("output");
        if (!reply.text().isEmpty()) {
            output.add(message(reply.text(), COMPLETED));
        }
        reply.toolCalls().forEach(call -> output.add(call(call, COMPLETED)));
        response.set("usage", usage(reply.tokens()));
        return response;
    }

    /** The response that failed, at the end of a stream. */
    ObjectNode failed(ErrorBody error) {
        ObjectNode response = head("failed");
        response.putObject("error").put("code", "server_error").put("message", error.message());
        return response;
    }

    String messageId() {
        return "msg_" + id;
    }

    /** @param text what it says; null while nothing has been said */
    ObjectNode message(@Nullable String text, String status) {
        ObjectNode message = object().put("id", messageId())
                .put("type", "message")
                .put("status", status)
                .put("role", "assistant");
        ArrayNode content = message.putArray("content");
        if (text != null) {
            content.add(text(text));
        }
        return message;
    }

    ObjectNode text(String text) {
        ObjectNode part = object().put("type", "output_text").put("text", text);
        part.putArray("annotations");
        part.putArray("logprobs");
        return part;
    }

    /** A call of a tool, without its arguments while it is in progress. */
    ObjectNode call(ToolExecutionRequest request, String status) {
        return object().put("id", callId(request))
                .put("type", "function_call")
                .put("status", status)
                .put("call_id", request.id())
                .put("name", request.name())
                .put("arguments", status.equals(COMPLETED) ? request.arguments() : "");
    }

    String callId(ToolExecutionRequest request) {
        return "fc_" + request.id();
    }

    private ObjectNode head(String status) {
        ObjectNode response = object().put("id", "resp_" + id)
                .put("object", "response")
                .put("created_at", created)
                .put("status", status)
                .put("model", model)
                .put("parallel_tool_calls", true)
                .put("tool_choice", "auto")
                .put("store", false);
        response.putArray("output");
        response.putArray("tools");
        response.putObject("metadata");
        for (String none :
                new String[] {"error", "incomplete_details", "instructions", "temperature", "top_p", "usage"}) {
            response.putNull(none);
        }
        return response;
    }

    private static ObjectNode usage(Tokens tokens) {
        ObjectNode usage = object().put("input_tokens", tokens.input())
                .put("output_tokens", tokens.output())
                .put("total_tokens", tokens.input() + tokens.output());
        usage.putObject("input_tokens_details").put("cached_tokens", tokens.cached());
        usage.putObject("output_tokens_details").put("reasoning_tokens", tokens.reasoning());
        return usage;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
