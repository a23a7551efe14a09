package io.tutti.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import io.tutti.model.AnswerStream;
import io.tutti.model.Reply;

/** The events of one streamed response, in OpenAI's order. Used by one thread. */
final class ResponseStream implements AnswerStream {

    private static final String IN_PROGRESS = "in_progress";
    private static final String COMPLETED = "completed";

    private final EventStream events;
    private final ResponseWriter writer;
    private final StringBuilder text = new StringBuilder();
    private int sequence;

    ResponseStream(EventStream events, ResponseWriter writer) {
        this.events = events;
        this.writer = writer;
    }

    boolean isOpen() {
        return events.isOpen();
    }

    @Override
    public void text(String part) {
        begin();
        if (text.isEmpty()) {
            item("response.output_item.added", 0, writer.message(null, IN_PROGRESS));
            part("response.content_part.added", writer.text(""));
        }
        text.append(part);
        send(place("response.output_text.delta").put("delta", part).set("logprobs", list()));
    }

    /** Sends what is left and ends the stream. */
    void end(Reply reply) {
        begin();
        int items = 0;
        if (!text.isEmpty()) {
            String said = text.toString();
            send(place("response.output_text.done").put("text", said).set("logprobs", list()));
            part("response.content_part.done", writer.text(said));
            item("response.output_item.done", 0, writer.message(said, COMPLETED));
            items++;
        }
        for (ToolExecutionRequest call : reply.toolCalls()) {
            call(call, items++);
        }
        ObjectNode whole = writer.whole(reply);
        response("response." + whole.path("status").asText(), whole);
    }

    void fail(ErrorBody error) {
        response("response.failed", writer.failed(error));
    }

    private void call(ToolExecutionRequest call, int index) {
        item("response.output_item.added", index, writer.call(call, IN_PROGRESS));
        send(event("response.function_call_arguments.delta")
                .put("item_id", writer.callId(call))
                .put("output_index", index)
                .put("delta", call.arguments()));
        send(event("response.function_call_arguments.done")
                .put("item_id", writer.callId(call))
                .put("output_index", index)
                .put("name", call.name())
                .put("arguments", call.arguments()));
        item("response.output_item.done", index, writer.call(call, COMPLETED));
    }

    private void begin() {
        if (!events.isOpen()) {
            response("response.created", writer.begun());
            response("response.in_progress", writer.begun());
        }
    }

    private void response(String type, ObjectNode response) {
        ObjectNode event = event(type);
        event.set("response", response);
        send(event);
    }

    private void item(String type, int index, ObjectNode item) {
        ObjectNode event = event(type).put("output_index", index);
        event.set("item", item);
        send(event);
    }

    private void part(String type, ObjectNode part) {
        ObjectNode event = place(type);
        event.set("part", part);
        send(event);
    }

    /** An event about the text of the message. */
    private ObjectNode place(String type) {
        return event(type)
                .put("item_id", writer.messageId())
                .put("output_index", 0)
                .put("content_index", 0);
    }

    private ObjectNode event(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type).put("sequence_number", sequence++);
    }

    private void send(JsonNode event) {
        events.send(event.path("type").asText(), event);
    }

    private static JsonNode list() {
        return JsonNodeFactory.instance.arrayNode();
    }
}
