package io.tutti.agent;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import io.tutti.fuzz.Soon;

/** Arguments of a tool as a model writes them. */
public final class ToolCallFuzz {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ToolCallFuzz() {}

    /** Reads some. */
    public static void fuzzerTestOneInput(FuzzedDataProvider data) {
        ToolExecutionRequest asked = ToolExecutionRequest.builder()
                .name("find-order")
                .arguments(data.consumeRemainingAsString())
                .build();
        Soon.orRefused(() -> AgentGateway.arguments(asked, JSON));
    }
}
