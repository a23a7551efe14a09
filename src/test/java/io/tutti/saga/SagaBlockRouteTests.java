package io.tutti.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tutti.commit.Write;
import io.tutti.failure.Refused;
import io.tutti.failure.Unavailable;
import io.tutti.task.Task;
import io.tutti.task.TaskHarness;
import io.tutti.task.TaskStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a saga in a flow may say, and what is refused when its route is loaded or when it is reached. */
class SagaBlockRouteTests {

    private static final String TRIP = """
            - route:
                id: book-trip
                group: flow
                routeConfigurationId: errors-to-dead-letter
                from:
                  uri: direct:book-trip
                  steps:
                    - step:
                        id: trip-flight
                        steps:
                          - to: {uri: "direct:reserve"}
                          - to: {uri: "direct:flight-reserved"}
                    - step:
                        id: hotel
                        steps:
                          - to: {uri: "direct:book-hotel"}
            """;

    @TempDir
    private Path data;

    private SagaHub saga;

    @BeforeEach
    void start() throws Exception {
        saga = SagaHub.on(TaskHarness.h2(), data);
    }

    @AfterEach
    void stop() throws Exception {
        saga.close();
    }

    @Test
    void runsTheExampleOfTheReference() throws Exception {
        String reference = Files.readString(Path.of("docs/reference.md"));
        int begin = reference.indexOf("- route:", reference.indexOf("## Undo"));
        String example = reference.substring(begin, reference.indexOf("```", begin));
        List<Object> cancelled = new ArrayList<>();
        saga.hub.bind("flight", exchange -> exchange.getMessage().setBody("LH-17"));
        saga.hub.bind("noRoom", exchange -> {
            throw new IllegalStateException("no room");
        });
        saga.hub.bind(
                "cancelFlight", exchange -> cancelled.add(exchange.getMessage().getHeader("booking")));
        saga.hub
                .flow(TRIP
                        + example
                        + part("reserve", "flight")
                        + part("mail-ticket", "nothing")
                        + part("book-hotel", "noRoom")
                        + part("cancel-flight", "cancelFlight"))
                .begin();
        assertThat(saga.hub.submit("book-trip", "Lisbon").status()).isEqualTo(TaskStatus.FAILED);
        assertThat(saga.undoing()).extracting(Task::status).containsExactly(TaskStatus.COMPLETED);
        assertThat(cancelled).containsExactly("LH-17");
    }

    @Test
    void refusesASagaOutsideATask() throws Exception {
        saga.flow(SagaHub.booking("first"));
        Exchange answered = saga.hub.camel.createProducerTemplate().send("direct:book-first", exchange -> {});
        assertThat(answered.getException()).isInstanceOf(Refused.class).hasMessageContaining("outside a task");
    }

    @Test
    void refusesASagaOutsideAStep() throws Exception {
        saga.flow("""
                        - saga:
                            compensation: {uri: "direct:cancel"}
                            steps:
                              - process: {ref: nothing}
                """);
        assertThat(saga.fail().error().message())
                .contains("Flow 'work' has a saga outside a step", "direct:cancel", "from a step");
    }

    @Test
    void refusesAnOptionThatIsNotThereYet() throws Exception {
        saga.route("""
                - route:
                    id: book
                    from:
                      uri: direct:book
                      steps:
                        - saga:
                            compensation: {uri: "direct:cancel"}
                            option:
                              - key: booking
                                expression: {variable: {expression: booking}}
                            steps:
                              - setVariable: {name: booking, expression: {constant: {expression: "7"}}}
                """).flow(SagaHub.call("trip", "book"));
        assertThat(saga.fail().error().message())
                .contains("direct:cancel takes the option 'booking'", "found nothing", "before its route is called");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '\'', textBlock = """
            'compensation: {uri: "direct:cancel"}, timeout: 5s',                            completion or a timeout
            'compensation: {uri: "direct:cancel"}, completion: {uri: "direct:cancel"}',     completion or a timeout
            'compensation: {uri: "seda:cancel"}',                                           undone by seda://cancel
            'compensation: {uri: "direct:cancel?block=false"}',                             direct: and the name of a route
            'id: nothing',                                                                  undone by nothing
            'compensation: {uri: "direct:cancel"}, option: [{key: TuttiTaskId, constant: x}]', names that begin with tutti
            """)
    void refusesWhatATaskHasNotWhenTheRouteIsLoaded(String settings, String reason) {
        assertThatThrownBy(() -> saga.flow("""
                        - saga: {%s, steps: [{process: {ref: nothing}}]}
                """.formatted(settings)))
                .rootCause()
                .isInstanceOf(Refused.class)
                .hasMessageContaining(reason);
    }

    @Test
    void refusesAnUndoOfAnUndo() throws Exception {
        saga.route("""
                - route:
                    id: cancel-twice
                    from:
                      uri: direct:cancel-twice
                      steps:
                        - saga:
                            compensation: {uri: "direct:cancel"}
                            steps:
                              - process: {ref: nothing}
                """);
        saga.flowUndoneBy("direct:cancel-twice", SagaHub.booking("first"), SagaHub.step("third"));
        saga.fail("third");
        Task undoing = saga.undoing().getFirst();
        assertThat(undoing.error().message()).contains("an undo of its own; an undo has none");
        assertThat(saga.undoing()).hasSize(1);
    }

    @Test
    void saysWhichRouteIsMissingForAnUndo() throws Exception {
        saga.flowUndoneBy("direct:gone", SagaHub.booking("first"), SagaHub.step("third"));
        saga.fail("third");
        assertThat(saga.undoing().getFirst().error().message())
                .contains("Step 'first'", "direct:gone", "add the route and redrive");
    }

    @Test
    void takesAnUndoForFailedWhoseRouteHandlesItsErrorsItself() throws Exception {
        saga.route("""
                - route:
                    id: cancel-flow
                    routeConfigurationId: errors-to-dead-letter
                    from:
                      uri: direct:cancel-flow
                      steps:
                        - to: {uri: "direct:cancel"}
                """);
        saga.flowUndoneBy("direct:cancel-flow", SagaHub.booking("first"), SagaHub.step("third"));
        saga.fail("third", "cancel first");
        Task parked = saga.undoing().getFirst();
        assertThat(parked.status()).isEqualTo(TaskStatus.FAILED);
        assertThat(saga.hub.tasks.journal(parked.id()).getFirst().status()).isEqualTo("FAILED");
    }

    @Test
    void endsNoTaskWhileAStepOfItIsBeingFinished() throws Exception {
        saga.flow(SagaHub.booking("first"), SagaHub.step("hang"));
        Task running = saga.hub.tasks.require(saga.hang(), null);
        List<Write> change = new ArrayList<>();
        saga.hub.endings.getFirst().follower(running, change);
        saga.hub.commits.commit(
                List.of(saga.rows.insert(running.id(), "late", "cancel", saga.hub.json.createObjectNode())));
        assertThatThrownBy(() -> saga.hub.commits.commit(change))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("finished at the same moment");
        assertThat(saga.rows.open(running.id())).extracting(Undo::step).containsExactly("late", "first");
    }

    @Test
    void writesNoUndoOfATaskThatHasEnded() throws Exception {
        saga.flow(SagaHub.step("hang"));
        String id = saga.hang();
        saga.hub.tasks.cancel(id, "ops");
        assertThatThrownBy(() -> saga.hub.commits.commit(
                        List.of(saga.rows.insert(id, "late", "cancel", saga.hub.json.createObjectNode()))))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("Step 'late'");
        assertThat(saga.registered()).isZero();
    }

    private static String part(String name, String processor) {
        return """
                - route:
                    id: %1$s
                    from:
                      uri: direct:%1$s
                      steps:
                        - process: {ref: %2$s}
                """.formatted(name, processor);
    }
}
