package io.tutti.routing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tutti.home.ConfigFiles;
import io.tutti.home.Home;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Two small intents files and a home for tests. */
final class SmallIntents {

    static final Embedder EMBEDDER = new Embedder();

    private static final String SUPPORT = """
            threshold: 0.5
            identifiers: {order: 'HP-\\d{5}', invoice: 'invoice (INV-\\d{4}-\\d{4})', product: 'alder (?:table|shelf)'}
            intents:
              order-status:
                to: orders
                examples: [where is my order, when does my parcel arrive, track my package, has my order been shipped]
              returns:
                examples: [I want to return this, how do I send it back, I would like to exchange the lamp, return label]
              none:
                examples: [what is the weather, who won the match, tell me a joke, what is the capital of France]
            """;
    private static final String MOOD = """
            intents:
              angry: {examples: [this is outrageous, I am furious, what a terrible company, you are useless]}
              calm: {examples: [where is my order, could you help me please, thank you very much, I have a question]}
            """;

    private SmallIntents() {}

    static Intents in(Path data) {
        return new Intents(files(Map.of("support", SUPPORT, "mood", MOOD)), home(data), EMBEDDER);
    }

    static Home home(Path data) {
        return new Home(data, List.of(), List.of(), List.of());
    }

    static ConfigFiles files(Map<String, String> yaml) {
        return new ConfigFiles() {
            @Override
            public JsonNode read(String name) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Map<String, JsonNode> readFolder(String folder) {
                return yaml.entrySet().stream()
                        .collect(
                                java.util.stream.Collectors.toMap(Map.Entry::getKey, entry -> parse(entry.getValue())));
            }
        };
    }

    static JsonNode parse(String yaml) {
        try {
            return new YAMLMapper().readTree(yaml);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
