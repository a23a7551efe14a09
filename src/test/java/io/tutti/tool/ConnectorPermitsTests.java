package io.tutti.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.tutti.access.Asked;
import io.tutti.access.Caller;
import io.tutti.access.Guard;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.task.TaskRun;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two connectors in one route, one of which may not be used. */
class ConnectorPermitsTests {

    private static final String ROUTES = """
            - routeTemplate:
                id: loud
                from:
                  uri: kamelet:source
                  steps:
                    - setBody: {simple: "${body}!"}
            - routeTemplate:
                id: secret
                from:
                  uri: kamelet:source
                  steps:
                    - setBody: {simple: "${body} psst"}
            - route:
                from:
                  uri: direct:ask
                  steps:
                    - to: {uri: "kamelet:loud"}
                    - to: {uri: kamelet, parameters: {templateId: secret}}
            """;

    private static final Caller CRM = new Caller("crm", "acme", Set.of("clerk"));

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Guard guard = mock(Guard.class);
    private final TaskRun run = mock(TaskRun.class);

    @BeforeEach
    void start() throws Exception {
        when(run.principal()).thenReturn("crm");
        when(run.tenant()).thenReturn("acme");
        when(run.flow()).thenReturn("ask");
        when(run.taskId()).thenReturn("t1");
        when(guard.find("crm", "acme")).thenReturn(CRM);
        camel.getCamelContextExtension().addInterceptStrategy(new ConnectorPermits(guard));
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("ask.camel.yaml", ROUTES));
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void asksForEachConnectorWhoseTaskItIs() {
        Exchange asked = send(true);
        assertThat(asked.getException()).isNull();
        assertThat(asked.getMessage().getBody()).isEqualTo("Hello! psst");
        verify(guard).require(new Asked(CRM, "connector:loud", Map.of(), "ask", "t1"));
        verify(guard).require(new Asked(CRM, "connector:secret", Map.of(), "ask", "t1"));
    }

    @Test
    void doesNotUseWhatIsNotPermitted() {
        when(guard.require(new Asked(CRM, "connector:secret", Map.of(), "ask", "t1")))
                .thenThrow(new Refused(Reason.NOT_PERMITTED, "no"));
        Exchange asked = send(true);
        assertThat(asked.getException()).isInstanceOf(Refused.class);
        assertThat(asked.getMessage().getBody()).isEqualTo("Hello!");
    }

    @Test
    void leavesRoutesOutsideATaskAlone() {
        assertThat(send(false).getMessage().getBody()).isEqualTo("Hello! psst");
        verify(guard, never()).require(any());
    }

    private Exchange send(boolean isInTask) {
        return camel.createProducerTemplate().send("direct:ask", exchange -> {
            exchange.setProperty(TaskRun.PROPERTY, isInTask ? run : null);
            exchange.getMessage().setBody("Hello");
        });
    }
}
