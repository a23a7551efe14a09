package io.tutti.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.fuzz.Soon;
import java.io.IOException;

/** Bodies of chat completions and of responses. */
public final class ChatFuzz {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ChatFuzz() {}

    /** Reads one. */
    public static void fuzzerTestOneInput(byte[] body) {
        JsonNode tree;
        try {
            tree = JSON.readTree(body);
        } catch (IOException e) {
            return;
        }
        Soon.orRefused(() -> ChatReader.read(Field.body(tree)));
        Soon.orRefused(() -> ResponseReader.read(Field.body(tree)));
    }
}
