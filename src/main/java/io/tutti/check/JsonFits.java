package io.tutti.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.tutti.home.Setting;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@code json-schema}: an answer is JSON that fits a schema (2020-12); an empty schema takes any JSON. */
@Component
public final class JsonFits implements CheckKind {

    private static final String NAME = "json-schema";
    private static final int MOST_SHOWN = 3;
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public OutputCheck with(Setting options) {
        if (!options.node().isObject()) {
            throw options.wrong("expected a JSON schema, for example {type: object, required: [city]}.");
        }
        return new Fits(schema(options.node()));
    }

    /** The check for a schema that comes with a request; null for any JSON object. */
    public static OutputCheck of(@Nullable JsonNode schema) {
        return new Fits(schema(schema == null ? JSON.createObjectNode().put("type", "object") : schema));
    }

    private static JsonSchema schema(JsonNode schema) {
        return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema);
    }

    private record Fits(JsonSchema schema) implements OutputCheck {

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public Verdict check(Answer answer) {
            JsonNode json;
            try {
                json = JSON.readTree(answer.text());
            } catch (JsonProcessingException e) {
                return Verdict.failed("it is no JSON");
            }
            Set<ValidationMessage> problems = schema.validate(json);
            return problems.isEmpty()
                    ? Verdict.PASSED
                    : Verdict.failed("it does not fit the schema: "
                            + problems.stream()
                                    .limit(MOST_SHOWN)
                                    .map(ValidationMessage::getMessage)
                                    .collect(Collectors.joining("; ")));
        }
    }
}
