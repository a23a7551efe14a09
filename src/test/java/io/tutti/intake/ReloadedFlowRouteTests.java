package io.tutti.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyMap;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.access.Guard;
import io.tutti.access.Principals;
import io.tutti.access.Tokens;
import io.tutti.access.Verdict;
import io.tutti.audit.AuditTrail;
import io.tutti.broker.Outbox;
import io.tutti.broker.Queues;
import io.tutti.broker.Sender;
import io.tutti.commit.Commits;
import io.tutti.commit.Write;
import io.tutti.gate.Gate;
import io.tutti.home.Home;
import io.tutti.killswitch.KillSwitches;
import io.tutti.task.Tasks;
import io.tutti.task.TestFlows;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped routes from the queue to admission, while the route of a message's flow is away. */
class ReloadedFlowRouteTests {

    private static final List<String> SHIPPED = List.of(
            "00-common/errors-to-caller",
            "00-common/errors-in-order",
            "10-intake/queue",
            "20-admit/admit",
            "90-beside/reject");

    @TempDir
    Path data;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Tasks tasks = mock(Tasks.class);
    private final Outbox outbox = mock(Outbox.class);
    private final Commits commits = mock(Commits.class);
    private final TriedAgain triedAgain = new TriedAgain();

    @BeforeEach
    void start() throws Exception {
        when(outbox.toQueue(any(), anyString(), anyMap())).thenReturn(Write.of("INSERT"));
        AuditTrail audit = event -> Write.of("INSERT");
        var schemas = new InputSchemas(new Home(data, List.of(), List.of(), List.of()));
        var registry = camel.getRegistry();
        registry.bind(
                "admission",
                new Admission(
                        TestFlows.of(camel), schemas, permitting(), mock(KillSwitches.class), tasks, mock(Gate.class)));
        var callers = new JmsCallers(new Sender("tutti", true), mock(Principals.class), () -> mock(Tokens.class));
        registry.bind(
                "queueDoor", new QueueDoor(callers, tasks, new InputText(new ObjectMapper()), outbox, audit, commits));
        registry.bind("fileDoor", mock(FileDoor.class));
        for (String route : SHIPPED) {
            var file = "file:routes/" + route + ".camel.yaml";
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(PluginHelper.getResourceLoader(camel).resolveResource(file));
        }
        AdviceWith.adviceWith(camel, "queue", advice -> advice.replaceFromWith("direct:queue"));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:copy-to-audit").to("mock:audit");
            }
        });
        loadFlow();
        camel.getManagementStrategy().addEventNotifier(triedAgain);
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    /** The consumer keeps the message meanwhile: given back to the broker, others of its conversation would pass it. */
    @Test
    void keepsAMessageInHandWhileItsFlowIsAwayAndTakesItOnceTheFlowIsBack() throws Exception {
        camel.getRouteController().stopRoute("orders");
        camel.removeRoute("orders");
        var sent = CompletableFuture.supplyAsync(() -> send("orders"));
        assertThat(triedAgain.once.await(10, TimeUnit.SECONDS)).isTrue();
        verify(tasks, never()).acceptAll(any());

        loadFlow();
        assertThat(sent.get(10, TimeUnit.SECONDS).getException()).isNull();
        verify(tasks).acceptAll(any());
        verify(commits, never()).commit(any());
    }

    @Test
    void rejectsAMessageForAFlowThatNeverWas() {
        assertThat(send("nobody").getException()).isNull();
        verify(outbox).toQueue(eq(Queues.REJECTED), eq("Where is it?"), anyMap());
        verify(commits).commit(any());
        verify(tasks, never()).acceptAll(any());
    }

    private static Guard permitting() {
        Guard guard = mock(Guard.class);
        when(guard.require(any(), any())).thenReturn(new Verdict(true, "role door: flow:*", 0, ""));
        return guard;
    }

    private void loadFlow() throws Exception {
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("orders.camel.yaml", """
                - route:
                    id: orders
                    group: flow
                    from:
                      uri: direct:orders
                      steps:
                        - setBody: {constant: {expression: done}}
                """));
    }

    private Exchange send(String flow) {
        return camel.createFluentProducerTemplate()
                .to("direct:queue")
                .withHeader("flow", flow)
                .withBody("Where is it?")
                .send();
    }

    /** Counts down when a message that could not be taken is tried again. */
    private static final class TriedAgain extends EventNotifierSupport {

        private final CountDownLatch once = new CountDownLatch(1);

        @Override
        public boolean isEnabled(CamelEvent event) {
            return event instanceof CamelEvent.ExchangeRedeliveryEvent;
        }

        @Override
        public void notify(CamelEvent event) {
            once.countDown();
        }
    }
}
