package io.tutti.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tutti.audit.AuditAction;
import io.tutti.audit.AuditEvent;
import io.tutti.commit.Write;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.task.DefinitionSettings.Policy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A flow changes while tasks are on it. */
class DefinitionsRouteTests {

    private static final String ERRORS = """
            - routeConfiguration:
                id: errors-to-caller
                errorHandler: {noErrorHandler: {}}
            - routeConfiguration:
                id: errors-to-camel
                errorHandler: {defaultErrorHandler: {}}
            """;

    @TempDir
    Path data;

    private TaskHarness hub;
    private final AtomicBoolean decided = new AtomicBoolean();
    private final AtomicBoolean broken = new AtomicBoolean();
    private final AtomicInteger firstRuns = new AtomicInteger();
    private volatile Processor first = exchange -> firstRuns.incrementAndGet();
    private final AtomicInteger calls = new AtomicInteger();
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @BeforeEach
    void start() {
        hub = bound(TaskHarness.on(database(), data));
    }

    /** An empty database of the kind that these tests run on. */
    DataSource database() {
        return TaskHarness.h2();
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
    }

    @Test
    void finishesOnTheDefinitionItBeganWithWhenItsFileChangesWhileItWaits() throws Exception {
        Task waiting = hub.files(ERRORS, flow("old")).submit("work", "go");
        hub.files(ERRORS, flow("new"));
        assertThat(wake(waiting).output().asText()).isEqualTo("old yes");
        assertThat(hub.submit("work", "go").output().asText()).isEqualTo("new yes");
        assertThat(firstRuns).hasValue(2);
        assertThat(policies()).isEmpty();
    }

    @Test
    void finishesOnItAfterARestartWithAnotherFile() throws Exception {
        Task waiting = hub.files(ERRORS, flow("old")).submit("work", "go");
        restart(Policy.KEEP, Policy.PARK).files(ERRORS, flow("new"));
        assertThat(wake(waiting).output().asText()).isEqualTo("old yes");
        assertThat(firstRuns).hasValue(1);
    }

    @Test
    void finishesOnItWhenTheFlowIsThereNoMore() throws Exception {
        Task waiting = hub.files(ERRORS, flow("old")).submit("work", "go");
        restart(Policy.KEEP, Policy.PARK).files(ERRORS);
        assertThat(wake(waiting).output().asText()).isEqualTo("old yes");
    }

    @Test
    void showsTheOldRoutesUnderNamesOfTheirOwnWhileATaskNeedsThemAndNotAsAFlow() throws Exception {
        Task waiting = hub.files(ERRORS, flow("old")).submit("work", "go");
        Task other = hub.submit("work", "go");
        hub.files(ERRORS, flow("new"));
        wake(waiting);
        hub.tidyDefinitions();
        assertThat(routes()).hasSize(2).contains("work flow").anyMatch(route -> route.matches("work@[0-9a-f]{8} kept"));
        assertThat(TestFlows.of(hub.camel).names()).containsExactly("work");
        wake(other);
        hub.tidyDefinitions();
        assertThat(routes()).containsExactly("work flow");
    }

    @Test
    void keepsTheKeysOfStepsInASplitOfAPart() throws Exception {
        String part = """
                - route:
                    id: each
                    group: part
                    routeConfigurationId: errors-to-caller
                    from:
                      uri: direct
                      parameters: {name: each}
                      steps:
                        - step:
                            id: one
                            steps:
                              - process: {ref: first}
                              - setBody: {simple: "%s ${body}"}
                        - step:
                            id: person
                            steps:
                              - process: {ref: ask}
                """;
        String whole = head() + """
                        - split:
                            expression: {constant: {expression: "a,b"}}
                            steps:
                              - to: "direct:each"
                        - step:
                            id: last
                            steps:
                              - setBody: {constant: done}
                """;
        Task waiting = hub.files(ERRORS, whole, part.formatted("old")).submit("work", "go");
        hub.files(ERRORS, whole, part.formatted("new"));
        Task done = wake(waiting);
        assertThat(firstRuns).hasValue(2);
        assertThat(hub.keys(done))
                .containsExactlyInAnyOrder(
                        "[0]/one",
                        "[1]/one",
                        "[0]/person/handoff-1",
                        "[0]/person",
                        "[1]/person/handoff-1",
                        "[1]/person",
                        "last");
        assertThat(outputs(done, "[0]/one")).containsExactly("old a");
        assertThat(outputs(hub.submit("work", "go"), "[0]/one")).containsExactly("new a");
    }

    @Test
    void takesTheCompanysPresentBlocksAlsoInAnOldDefinition() throws Exception {
        String block = """
                - route:
                    id: greet
                    group: call
                    routeConfigurationId: errors-to-caller
                    from:
                      uri: direct
                      parameters: {name: greet}
                      steps:
                        - setBody: {constant: "%s"}
                """;
        String old = flow("old") + "        - to: \"direct:greet\"\n";
        Task waiting = hub.files(ERRORS, old, block.formatted("hello")).submit("work", "go");
        hub.files(ERRORS, flow("new"), block.formatted("good evening"));
        assertThat(wake(waiting).output().asText()).isEqualTo("good evening");
    }

    @Test
    void letsARunningTaskFinishItsStepAndGoesOnOnTheDefinitionItBeganWith() throws Exception {
        first = this::waitHere;
        decided.set(true);
        Task running = hub.files(ERRORS, flow("old")).accept("work", "go", null).task();
        hub.begin();
        assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
        var change = CompletableFuture.runAsync(() -> change(flow("new")));
        hub.awaitChange("work");
        Task fresh = hub.accept("work", "go", null).task();
        goOn.countDown();
        change.get(30, TimeUnit.SECONDS);
        assertThat(hub.await(running.id()).output().asText()).isEqualTo("old yes");
        assertThat(hub.await(fresh.id()).output().asText()).isEqualTo("old yes");
        assertThat(hub.submit("work", "go").output().asText()).isEqualTo("new yes");
        assertThat(firstRuns).as("each step is run once").hasValue(3);
    }

    @Test
    void runsAStepAgainThatIsCutOffByAChange() throws Exception {
        first = exchange -> {
            if (firstRuns.incrementAndGet() == 1) {
                reached.countDown();
                goOn.await();
            }
        };
        decided.set(true);
        Task running = hub.files(ERRORS, flow("old").replace("errors-to-caller", "errors-to-camel"))
                .accept("work", "go", null)
                .task();
        hub.begin();
        assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
        hub.files(ERRORS, flow("new"));
        goOn.countDown();
        assertThat(hub.await(running.id()).output().asText()).isEqualTo("old yes");
        assertThat(firstRuns).hasValue(2);
        assertThat(calls).hasValue(1);
    }

    @Test
    void keepsADefinitionAsLongAsATaskNamesIt() throws Exception {
        decided.set(true);
        Task ended = hub.files(ERRORS, flow("old")).submit("work", "go");
        hub.files(ERRORS, flow("unused"));
        hub.tidyDefinitions();
        assertThat(definitions()).as("a hub has seen it lately").isEqualTo(2);
        hub.tidyDefinitionsLater();
        assertThat(definitions()).isEqualTo(1);
        hub.forget(ended);
        hub.tidyDefinitionsLater();
        assertThat(definitions()).isZero();
    }

    @Test
    void goesOnFromItsJournalWithThePresentDefinitionWhenThePolicySaysContinue() throws Exception {
        Task waiting = hub.files(ERRORS, flow("old")).submit("work", "go");
        restart(Policy.CONTINUE, Policy.PARK).files(ERRORS, flow("new"));
        assertThat(wake(waiting).output().asText()).isEqualTo("new yes");
        assertThat(firstRuns).hasValue(1);
        assertThat(policies()).containsExactly("continue");
        assertThat(changes().getFirst().detail())
                .containsOnlyKeys("from", "to", "policy")
                .containsEntry("to", hub.present("work"));
    }

    @Test
    void beginsAnewWithoutRepeatingEffectsOrQuestionsWhenThePolicySaysRestart() throws Exception {
        Task waiting = hub.files(ERRORS, flow("old")).submit("work", "go");
        restart(Policy.RESTART, Policy.PARK).files(ERRORS, flow("new"));
        Task done = wake(waiting);
        assertThat(done.output().asText()).isEqualTo("new yes");
        assertThat(firstRuns).hasValue(2);
        assertThat(calls).as("the tool is called once").hasValue(1);
        assertThat(policies()).containsExactly("restart");
    }

    @Test
    void parksATaskThatMayNotBeginAnew() throws Exception {
        Task waiting = hub.files(ERRORS, flow("old")).submit("work", "go");
        restart(Policy.RESTART, Policy.PARK).files(ERRORS, flow("new"));
        hub.endings.add(new TaskEnding() {
            @Override
            public List<Write> restarted(String taskId) {
                return List.of(Write.of("UPDATE task SET wake = wake WHERE 1 = 0")
                        .orElse(() -> new Refused(Reason.CONFLICT, "It has booked a flight.")));
            }
        });
        Task parked = wake(waiting);
        assertThat(parked.error().kind()).isEqualTo("definition-changed");
        assertThat(parked.error().message()).endsWith("It has booked a flight.");
        assertThat(hub.keys(parked)).contains("first");
    }

    @Test
    void parksATaskThatThePolicyParksAndARedriveGoesOnWithThePresentDefinition() throws Exception {
        Task waiting = hub.files(ERRORS, flow("old")).submit("work", "go");
        restart(Policy.PARK, Policy.PARK).files(ERRORS, flow("new"));
        Task parked = wake(waiting);
        assertThat(parked.error().kind()).isEqualTo("definition-changed");
        assertThat(parked.error().message()).contains("flow 'work'", "has changed since", "redrive the dead letter");
        hub.begin();
        hub.replays.redrive(parked.id(), null, null, List.of());
        assertThat(hub.await(parked.id()).output().asText()).isEqualTo("new yes");
        assertThat(firstRuns).hasValue(1);
        assertThat(policies()).containsExactly("park", "redrive");
    }

    @Test
    void parksATaskWhoseDefinitionCallsWhatIsGone() throws Exception {
        String block = """
                - route:
                    id: greet
                    group: call
                    routeConfigurationId: errors-to-caller
                    from:
                      uri: direct
                      parameters: {name: greet}
                      steps:
                        - setBody: {constant: hello}
                """;
        Task waiting = hub.files(ERRORS, flow("old") + "        - to: \"direct:greet\"\n", block)
                .submit("work", "go");
        restart(Policy.KEEP, Policy.PARK).files(ERRORS, flow("new"));
        Task parked = wake(waiting);
        assertThat(parked.error().kind()).isEqualTo("definition-gone");
        assertThat(parked.error().message()).contains("calls direct:greet, but no route starts with it");
        assertThat(policies()).containsExactly("park");
        assertThat(routes()).containsExactly("work flow");
    }

    @Test
    void goesOnWithThePresentDefinitionWhenABeanOfTheOldOneIsGoneAndThePolicySaysContinue() throws Exception {
        hub.bind("away", exchange -> {});
        Task waiting = hub.files(ERRORS, flow("old") + "        - process: {ref: away}\n")
                .submit("work", "go");
        restart(Policy.KEEP, Policy.CONTINUE).files(ERRORS, flow("new"));
        assertThat(wake(waiting).output().asText()).isEqualTo("new yes");
        assertThat(changes().getFirst().detail().get("gone").toString()).contains("away");
        assertThat(routes()).containsExactly("work flow");
    }

    @Test
    void parksATaskWhoseDefinitionIsNotInTheDatabase() throws Exception {
        Task waiting = hub.files(ERRORS, flow("old")).submit("work", "go");
        hub.jdbc.sql("DELETE FROM definition").update();
        restart(Policy.KEEP, Policy.PARK).files(ERRORS, flow("new"));
        assertThat(wake(waiting).error().kind()).isEqualTo("definition-gone");
    }

    @Test
    void redrivesWithTheCorrectedFlow() throws Exception {
        decided.set(true);
        broken.set(true);
        Task failed = hub.files(ERRORS, flow("old")).submit("work", "go");
        assertThat(failed.status()).isEqualTo(TaskStatus.FAILED);
        broken.set(false);
        hub.files(ERRORS, flow("mended"));
        hub.begin();
        hub.replays.redrive(failed.id(), null, null, List.of());
        assertThat(hub.await(failed.id()).output().asText()).isEqualTo("mended yes");
        assertThat(firstRuns).hasValue(1);
        assertThat(policies()).containsExactly("redrive");
    }

    @Test
    void forksOntoThePresentDefinition() throws Exception {
        decided.set(true);
        Task source = hub.files(ERRORS, flow("old")).submit("work", "go");
        hub.files(ERRORS, flow("new"));
        var asked = new NewTask("work", source.input(), null, null, "crm", TaskHarness.TENANT, new Reply.Nowhere());
        Task fork = hub.replays.fork(source.id(), "last", null, null, asked);
        assertThat(hub.await(fork.id()).output().asText()).isEqualTo("new yes");
        assertThat(firstRuns).hasValue(1);
    }

    @Test
    void goesBackToAnEarlierFileAsToAnyOther() throws Exception {
        Task first = hub.files(ERRORS, flow("old")).submit("work", "go");
        Task second = hub.files(ERRORS, flow("new")).submit("work", "go");
        hub.files(ERRORS, flow("old"));
        assertThat(wake(first).output().asText()).isEqualTo("old yes");
        assertThat(wake(second).output().asText()).isEqualTo("new yes");
    }

    private void waitHere(Exchange exchange) throws InterruptedException {
        firstRuns.incrementAndGet();
        reached.countDown();
        goOn.await();
    }

    private void change(String flow) {
        try {
            hub.files(ERRORS, flow);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private TaskHarness restart(Policy changed, Policy gone) {
        hub = bound(hub.restart(data, TaskHarness.policies(changed, gone)));
        return hub;
    }

    private TaskHarness bound(TaskHarness harness) {
        harness.bind("first", exchange -> first.process(exchange));
        harness.bind("call", this::call);
        harness.bind("ask", this::ask);
        harness.bind("last", exchange -> {
            if (broken.get()) {
                throw new IllegalStateException("not yet");
            }
        });
        return harness;
    }

    private void call(Exchange exchange) {
        Call call = TaskRun.of(exchange).orElseThrow().call(exchange, EntryKind.TOOL);
        if (call.recorded().isEmpty()) {
            calls.incrementAndGet();
            call.record(new Outcome(NullNode.instance, TextNode.valueOf("made"), null, Usage.NONE, List.of()));
        }
    }

    private void ask(Exchange exchange) {
        TaskRun run = TaskRun.of(exchange).orElseThrow();
        Call call = run.call(exchange, EntryKind.HANDOFF);
        if (call.recorded().isEmpty() && !decided.get()) {
            throw run.suspend(call);
        }
        if (call.recorded().isEmpty()) {
            call.record(new Outcome(NullNode.instance, TextNode.valueOf("yes"), null, Usage.NONE, List.of()));
        }
        exchange.getMessage().setBody("yes");
    }

    private Task wake(Task waiting) throws InterruptedException {
        assertThat(waiting.status()).isEqualTo(TaskStatus.WAITING);
        decided.set(true);
        hub.tasks.wake(waiting.id(), List.of());
        return hub.await(waiting.id());
    }

    private List<String> outputs(Task task, String key) {
        return hub.tasks.journal(task.id()).stream()
                .filter(entry -> entry.key().equals(key))
                .map(entry -> entry.output().asText())
                .toList();
    }

    private long definitions() {
        return hub.jdbc.sql("SELECT COUNT(*) FROM definition").query(Long.class).single();
    }

    private List<String> routes() {
        return hub.camel.getRoutes().stream()
                .map((Route route) -> route.getRouteId() + " " + route.getGroup())
                .toList();
    }

    private List<AuditEvent> changes() {
        return hub.audited.stream()
                .filter(event -> event.action() == AuditAction.DEFINITION_CHANGED)
                .toList();
    }

    private List<Object> policies() {
        return changes().stream().map(event -> event.detail().get("policy")).toList();
    }

    private static String head() {
        return """
                - route:
                    id: work
                    group: flow
                    routeConfigurationId: errors-to-caller
                    from:
                      uri: direct
                      parameters: {name: work}
                      steps:
                """;
    }

    private static String flow(String word) {
        return head() + """
                        - step:
                            id: first
                            steps:
                              - process: {ref: first}
                              - process: {ref: call}
                        - step:
                            id: person
                            steps:
                              - process: {ref: ask}
                        - step:
                            id: last
                            steps:
                              - process: {ref: last}
                              - setBody: {simple: "%s ${body}"}
                """.formatted(word);
    }
}
