package io.tutti.task;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.tutti.audit.AuditEvent;
import io.tutti.broker.Claim;
import io.tutti.broker.Outbox;
import io.tutti.commit.GroupCommit;
import io.tutti.commit.Write;
import io.tutti.definition.Definitions;
import io.tutti.definition.TestDefinitions;
import io.tutti.definition.Way;
import io.tutti.gate.Drain;
import io.tutti.home.Home;
import io.tutti.home.IdSource;
import io.tutti.home.YamlFile;
import io.tutti.task.DefinitionSettings.Policy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The tasks' own parts on a real database and a real Camel context; a second one on the same database is a restart. */
public final class TaskHarness implements AutoCloseable {

    public static final String TENANT = "acme";
    static final int MOST_LOOPS = 20;

    /** A flow that has no steps yet. */
    public static final String HEAD = """
            - route:
                id: work
                group: flow
                from:
                  uri: direct:work
                  steps:
            """;

    static final String TWO_STEPS = HEAD + """
                    - step:
                        id: first
                        steps:
                          - process: {ref: first}
                    - step:
                        id: second
                        steps:
                          - process: {ref: second}
            """;

    private static final int STOP_MILLIS = 100;

    private static final Write NOTHING = Write.of("UPDATE task SET wake = wake WHERE 1 = 0");

    public final List<AuditEvent> audited = new CopyOnWriteArrayList<>();
    public final List<String> sent = new CopyOnWriteArrayList<>();
    public final Tasks tasks;
    public final Replays replays;
    /** What other features add to the end of a task. */
    public final List<TaskEnding> endings = new CopyOnWriteArrayList<>();

    public final CamelContext camel = new DefaultCamelContext();
    public final JdbcClient jdbc;
    public final ObjectMapper json;
    public final GroupCommit commits;
    final ShakyDatabase database;
    final Drain drain = new Drain();
    private final Home home;
    private final Definitions definitions;
    private final JdbcJournal entries;
    private final TaskRunner runner;
    private final Leases leases;

    private TaskHarness(ShakyDatabase database, Path data, DefinitionSettings policies) {
        this.database = database;
        Clock clock = Clock.systemUTC();
        json = JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        commits = new GroupCommit(database);
        jdbc = JdbcClient.create(database);
        AtomicInteger number = new AtomicInteger();
        home = new Home(data, List.of(), List.of(), List.of());
        var payloads = new JdbcPayloads(jdbc, json);
        definitions = TestDefinitions.of(jdbc, commits, camel, home);
        var settings = new TaskSettings(8, MOST_LOOPS, Duration.ofSeconds(1), Duration.ofSeconds(15));
        var rows = new JdbcTasks(jdbc, payloads, json, clock, definitions);
        entries = new JdbcJournal(jdbc, payloads);
        var held = new JdbcLeases(jdbc);
        var journal = new Journal(commits, rows, entries, clock, json);
        var waiters = new TaskWaiters();
        String prefix = UUID.randomUUID().toString().substring(0, 28);
        IdSource ids = () -> prefix + "%08d".formatted(number.incrementAndGet());
        var added = new TaskEndings(endings, rows, this::audit, ids, clock);
        var end = new TaskEnd(commits, rows, held, journal, this::audit, new SentList(), added, waiters);
        var owner = new Owner(home, () -> UUID.randomUUID().toString());
        var turns = new JdbcTurns(jdbc);
        var settling = new TaskDefinitions(definitions, policies, added, commits, this::audit);
        var pools = new JdbcTaskPools(jdbc);
        runner = new TaskRunner(
                camel, journal, rows, held, turns, pools, settling, definitions, commits, end, owner, settings, drain);
        leases = new Leases(commits, held, turns, runner, owner, settings);
        tasks = new Tasks(commits, rows, entries, runner, end, waiters, added, this::audit, owner, ids, clock);
        replays = new Replays(commits, rows, entries, runner, added, settling, this::audit, ids, clock);
        camel.getShutdownStrategy().setTimeUnit(TimeUnit.MILLISECONDS);
        camel.getShutdownStrategy().setTimeout(STOP_MILLIS);
        camel.getCamelContextExtension().addInterceptStrategy(new StepInterceptor(journal, settings, drain));
    }

    /** A hub on an empty database. */
    public static TaskHarness on(DataSource database, Path data) {
        return new TaskHarness(new ShakyDatabase(database), data, policies(Policy.KEEP, Policy.PARK));
    }

    public static DataSource h2() {
        return new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    }

    /** A second hub on the same database, which takes up what the first one left when it died. */
    public TaskHarness restart(Path data) {
        return restart(data, policies(Policy.KEEP, Policy.PARK));
    }

    TaskHarness restart(Path data, DefinitionSettings policies) {
        return new TaskHarness(database, data, policies);
    }

    static DefinitionSettings policies(Policy changed, Policy gone) {
        return new DefinitionSettings(
                new DefinitionSettings.Changed(changed, Map.of()), new DefinitionSettings.Gone(gone, Map.of()));
    }

    public TaskHarness flow(String yaml) throws Exception {
        Resource resource = ResourceHelper.fromString("flow.camel.yaml", yaml);
        PluginHelper.getRoutesLoader(camel).loadRoutes(resource);
        camel.start();
        return this;
    }

    /** Runs these route files, and no longer those that it ran before, as a hub does when they lie in its folder. */
    TaskHarness files(String... texts) throws Exception {
        List<YamlFile> now = new ArrayList<>();
        for (String text : texts) {
            now.add(YamlFile.parse(Path.of("file-" + now.size() + ".camel.yaml"), text));
        }
        definitions.changing(now);
        for (String text : texts) {
            PluginHelper.getRoutesLoader(camel).updateRoutes(ResourceHelper.fromString("flow.camel.yaml", text));
        }
        definitions.changed(now);
        camel.start();
        return this;
    }

    /** Removes the routes of definitions that no task needs, as a hub does once a minute. */
    void tidyDefinitions() {
        TestDefinitions.tidy(definitions);
    }

    void tidyDefinitionsLater() {
        TestDefinitions.tidyLater(jdbc, commits, camel, home);
    }

    String present(String flow) {
        return definitions.present(flow).orElseThrow();
    }

    /** Waits until no run begins under the flow's own name any more. */
    void awaitChange(String flow) {
        Awaitility.await("the flow is about to change").until(() -> {
            try (Way way = definitions.enter(flow, present(flow), () -> {})) {
                return !way.endpoint().equals("direct:" + flow);
            }
        });
    }

    public void bind(String name, Processor work) {
        camel.getRegistry().bind(name, work);
    }

    void renewLeases() {
        leases.renew();
    }

    /** Takes up what nobody holds, again and again. */
    public void begin() {
        leases.begin();
    }

    public Task submit(String flow, String input) throws InterruptedException {
        return await(accept(flow, input, null).task().id());
    }

    public Accepted accept(String flow, String input, String key) {
        var text = com.fasterxml.jackson.databind.node.TextNode.valueOf(input);
        return tasks.accept(new NewTask(flow, text, null, key, "crm", TENANT, new Reply.Nowhere()));
    }

    Accepted say(String conversation, String input) {
        return tasks.accept(said(conversation, input));
    }

    static NewTask said(String conversation, String input) {
        var text = com.fasterxml.jackson.databind.node.TextNode.valueOf(input);
        return new NewTask("work", text, conversation, null, "crm", TENANT, new Reply.Nowhere());
    }

    /** Deletes a task as its retention does. */
    void forget(Task... ended) {
        List<Write> change = new ArrayList<>();
        for (Task task : ended) {
            change.add(
                    new JdbcEndedTasks(jdbc).forget(task.id(), Clock.systemUTC().instant()));
        }
        change.addAll(entries.rows(Arrays.stream(ended).map(Task::id).toList()));
        commits.commit(change);
    }

    public Task await(String id) throws InterruptedException {
        return tasks.await(id, Duration.ofSeconds(10));
    }

    public List<String> keys(Task task) {
        return tasks.journal(task.id()).stream().map(Entry::key).toList();
    }

    public Write audit(AuditEvent event) {
        audited.add(event);
        return NOTHING;
    }

    @Override
    public void close() throws Exception {
        leases.close();
        camel.stop();
        runner.close();
        commits.close();
    }

    private final class SentList implements Outbox {

        @Override
        public Write toQueue(String queue, String body, Map<String, String> headers) {
            sent.add(queue);
            return NOTHING;
        }

        @Override
        public Write toQueue(String queue, Claim body, Map<String, String> headers) {
            sent.add(queue);
            return NOTHING;
        }

        @Override
        public Write toFile(String file, Claim body) {
            sent.add(file);
            return NOTHING;
        }
    }
}
