package io.tutti.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tutti.access.Caller;
import io.tutti.access.Guard;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.gate.Gate;
import io.tutti.provider.Tokens;
import io.tutti.routing.Embedder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Embeddings in OpenAI's format, of the model inside the hub. */
@RestController
final class EmbeddingsApi {

    /** The one model that there is for embeddings. */
    static final String MODEL = "all-minilm-l6-v2";

    private static final int MOST_TEXTS = 2048;
    private static final Set<String> KNOWN = Set.of("model", "input", "encoding_format", "dimensions", "user");

    private final Embedder embedder;
    private final Guard guard;
    private final Gate gate;

    EmbeddingsApi(Embedder embedder, Guard guard, Gate gate) {
        this.embedder = embedder;
        this.guard = guard;
        this.gate = gate;
    }

    @PostMapping("/v1/embeddings")
    JsonNode embed(@RequestBody JsonNode content, @AuthenticationPrincipal Caller caller) {
        gate.requireOpen();
        Field body = Field.body(content).only(KNOWN);
        requireModel(body.at("model").text(), caller);
        body.at("dimensions").whole(Embedder.DIMENSIONS, Embedder.DIMENSIONS);
        Field format = body.at("encoding_format");
        boolean packed =
                format.isPresent() && format.oneOf(Set.of("float", "base64")).equals("base64");
        List<String> texts = texts(body.at("input"));
        ObjectNode answer =
                JsonNodeFactory.instance.objectNode().put("object", "list").put("model", MODEL);
        ArrayNode data = answer.putArray("data");
        embedder.embedAll(texts)
                .forEach(vector -> data.addObject()
                        .put("object", "embedding")
                        .put("index", data.size() - 1)
                        .set("embedding", written(vector, packed)));
        long tokens =
                texts.stream().mapToLong(text -> Tokens.estimate(text.length())).sum();
        answer.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
        return answer;
    }

    private void requireModel(String model, Caller caller) {
        if (!model.equals(MODEL)) {
            throw new Refused(
                    Reason.NOT_FOUND,
                    "Embeddings of a model were asked for that has none; use \"model\": \"" + MODEL + "\".");
        }
        guard.require(caller, "model:" + MODEL);
    }

    private static List<String> texts(Field input) {
        List<String> texts =
                input.isList() ? input.items().stream().map(Field::text).toList() : List.of(input.text());
        if (texts.isEmpty() || texts.size() > MOST_TEXTS) {
            throw input.bad("has " + texts.size() + " texts; 1 to " + MOST_TEXTS + " are possible.");
        }
        if (texts.stream().anyMatch(String::isEmpty)) {
            throw input.bad("has an empty text.");
        }
        return texts;
    }

    /** As numbers, or as the bytes of 32-bit floats, the lowest first. */
    private static JsonNode written(float[] vector, boolean packed) {
        if (packed) {
            ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(vector);
            return JsonNodeFactory.instance.textNode(Base64.getEncoder().encodeToString(bytes.array()));
        }
        ArrayNode numbers = JsonNodeFactory.instance.arrayNode();
        for (float number : vector) {
            numbers.add(number);
        }
        return numbers;
    }
}
