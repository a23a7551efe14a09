package io.tutti.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.audit.AuditTrail;
import io.tutti.commit.Commits;
import io.tutti.task.Call;
import io.tutti.task.EntryKind;
import io.tutti.task.Outcome;
import io.tutti.task.TaskRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The route {@code call-tool} as it is shipped, with one tool. */
class CallToolRouteTests {

    private static final String TOOL = """
            - route:
                id: charge
                group: tool
                from:
                  uri: direct:charge
                  steps:
                    - process: {ref: charge}
            """;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final ObjectMapper json = new ObjectMapper();
    private final List<Object> charged = new ArrayList<>();
    private final TaskRun run = mock(TaskRun.class);
    private final Call call = mock(Call.class);
    private final List<Outcome> journal = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        var ledger = mock(EffectLedger.class);
        when(ledger.begin(any(), any(), any(), any())).thenReturn(Optional.empty());
        var permits = mock(Permits.class);
        when(permits.grant(any(), any())).thenAnswer(asked -> asked.getArgument(1));
        when(run.call(any(), any(EntryKind.class))).thenReturn(call);
        when(call.recorded()).thenReturn(Optional.empty());
        doAnswer(recorded -> journal.add(recorded.getArgument(0))).when(call).record(any());
        camel.getRegistry()
                .bind(
                        "toolGateway",
                        new ToolGateway(
                                camel,
                                new ToolTable(camel, mock(ToolsFile.class), List.of()),
                                permits,
                                ledger,
                                mock(AuditTrail.class),
                                mock(Commits.class),
                                json));
        camel.getRegistry().bind("charge", (Processor) exchange -> {
            charged.add(exchange.getMessage().getBody());
            exchange.getMessage().setBody(Map.of("receipt", charged.size()));
        });
        var loader = PluginHelper.getRoutesLoader(camel);
        loader.loadRoutes(
                PluginHelper.getResourceLoader(camel).resolveResource("file:routes/40-call/call-tool.camel.yaml"),
                ResourceHelper.fromString("charge.camel.yaml", TOOL));
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void callsTheToolWithItsArgumentsAndRecordsTheResult() {
        Exchange answered = call();
        assertThat(answered.getMessage().getBody()).isEqualTo(Map.of("receipt", 1));
        assertThat(charged).containsExactly(Map.of("amount", 20));
        assertThat(journal).extracting(outcome -> outcome.output().toString()).containsExactly("{\"receipt\":1}");
    }

    @Test
    void answersWithTheRecordedResultAndCallsNoTool() throws Exception {
        JsonNode before = json.readTree("{\"receipt\": 7}");
        when(call.recorded()).thenReturn(Optional.of(before));
        Exchange answered = call();
        assertThat(answered.getMessage().getBody()).isEqualTo(Map.of("receipt", 7));
        assertThat(charged).isEmpty();
        assertThat(journal).isEmpty();
    }

    private Exchange call() {
        Exchange answered = camel.createProducerTemplate().send("direct:call-tool", exchange -> {
            exchange.setProperty(TaskRun.PROPERTY, run);
            exchange.getMessage().setHeader("tuttiTool", "charge");
            exchange.getMessage().setBody(Map.of("amount", 20));
        });
        assertThat(answered.getException()).isNull();
        return answered;
    }
}
