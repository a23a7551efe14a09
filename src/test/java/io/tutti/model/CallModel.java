package io.tutti.model;

import static org.mockito.Mockito.mock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tutti.audit.AuditEvent;
import io.tutti.budget.Budgets;
import io.tutti.budget.TestBudgets;
import io.tutti.check.Checks;
import io.tutti.commit.Commits;
import io.tutti.commit.Write;
import io.tutti.cost.ModelCost;
import io.tutti.egress.Egress;
import io.tutti.egress.EgressSettings;
import io.tutti.home.WrongSetting;
import io.tutti.killswitch.KillSwitches;
import io.tutti.local.LocalProvider;
import io.tutti.provider.Providers;
import io.tutti.routing.Embedder;
import io.tutti.routing.Outcomes;
import io.tutti.task.Call;
import io.tutti.task.EntryKind;
import io.tutti.task.Outcome;
import io.tutti.task.TaskRun;
import io.tutti.trace.Trace;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The route {@code call-model} as it is shipped, in a Camel context with nothing else in it. */
final class CallModel implements AutoCloseable {

    final List<AuditEvent> audited = new CopyOnWriteArrayList<>();
    final List<Outcome> journal = new ArrayList<>();
    final List<ModelCost> spent = new CopyOnWriteArrayList<>();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final List<Duration> pauses = new ArrayList<>();
    final Models models;

    @Nullable
    JsonNode recorded;

    /** The pool that the task's fork or redrive asked for. */
    @Nullable
    String taskPool;

    /** Why a model must not be asked, by its name. */
    final Map<String, String> stopped = new HashMap<>();

    /** What was learned of graded answers. */
    @Nullable
    Outcomes outcomes;

    /** The conversation that the task belongs to. */
    @Nullable
    String conversation;

    final DefaultCamelContext camel = new DefaultCamelContext();
    private final ProducerTemplate template;

    private final TestBudgets money;

    CallModel(Clock clock, String yaml, Map<String, String> settings) {
        this(clock, yaml, settings, "budgets: []");
    }

    CallModel(Clock clock, String yaml, Map<String, String> settings, String limits) {
        money = new TestBudgets(clock, limits);
        Budgets budgets = money.budgets();
        try {
            ModelSettings bound = settings(settings);
            Checks checks = Checks.shipped();
            JsonNode content = new YAMLMapper().readTree(yaml);
            ModelsFile read = ModelsFile.read(
                    content,
                    checks,
                    new RouteRecognizer(camel::createProducerTemplate, new ObjectMapper()),
                    (pointer, expected) -> new WrongSetting(Path.of("models.yaml"), 1, expected));
            ModelsFile file = budgets.limitsAnswers() ? read.withBoundedAnswers() : read;
            Providers providers = new Providers(
                    new LocalProvider(CallModel::letters),
                    bound.maxResponse().toBytes(),
                    clock,
                    new Egress(EgressSettings.NONE));
            models = Models.connect(
                    file, providers, bound.breaker(), name -> Optional.ofNullable(stopped.get(name)), clock);
            Attempts attempts = new Attempts(new Backoff(bound.backoff(), new Random(7)), pauses::add, clock);
            Ledger ledger = new Ledger(event -> noted(event), new NotedCosts(), commits());
            ModelGateway gateway = new ModelGateway(
                    models,
                    new Choice(
                            models,
                            new Learned(name -> Optional.ofNullable(outcomes), CallModel::vector),
                            new Random(7),
                            clock),
                    budgets,
                    new Shadows(event -> noted(event), new NotedCosts(), budgets, commits(), clock),
                    new Permit(models, new TestGuard(), mock(KillSwitches.class), mock(Egress.class)),
                    attempts,
                    new Replies(new Support(CallModel::letters)),
                    new Inspection(models, new Support(CallModel::letters), clock),
                    new AnswerCache(CallModel::letters, clock),
                    new ModelMeters(meters, models),
                    ledger,
                    bound.deadline(),
                    clock);
            camel.getRegistry().bind("modelGateway", gateway);
            Resource route =
                    PluginHelper.getResourceLoader(camel).resolveResource("file:routes/40-call/call-model.camel.yaml");
            PluginHelper.getRoutesLoader(camel).loadRoutes(route);
            camel.start();
            template = camel.createProducerTemplate();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static ModelSettings settings(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("tutti.model", Bindable.of(ModelSettings.class));
    }

    /** Counts of letters: alike for like words, which is enough of a meaning here. */
    static float[] letters(String text) {
        float[] vector = new float[27];
        text.toLowerCase(java.util.Locale.ROOT).chars().forEach(c -> vector[c >= 'a' && c <= 'z' ? c - 'a' : 26]++);
        double length = 0;
        for (float x : vector) {
            length += x * x;
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= (float) Math.sqrt(Math.max(length, 1e-9));
        }
        return vector;
    }

    /** The same as long as the model's inside the hub. */
    static float[] vector(String text) {
        return Arrays.copyOf(letters(text), Embedder.DIMENSIONS);
    }

    Exchange ask(Object body) {
        return template.send(
                "direct:call-model", exchange -> exchange.getMessage().setBody(body));
    }

    Exchange send(Processor prepared) {
        return template.send("direct:call-model", prepared);
    }

    Exchange askWith(Map<String, Object> headers, Object body) {
        return template.send("direct:call-model", exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(new HashMap<>(headers));
        });
    }

    Exchange askStreamed(Object body, AnswerStream stream) {
        return template.send("direct:call-model", exchange -> {
            exchange.getMessage().setBody(body);
            exchange.setProperty(AnswerStream.PROPERTY, stream);
        });
    }

    Exchange askPool(String pool, Object body) {
        return template.send("direct:call-model", exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeader("tuttiPool", pool);
        });
    }

    Exchange askInTask(Object body) {
        return template.send("direct:call-model", exchange -> {
            exchange.getMessage().setBody(body);
            exchange.setProperty(TaskRun.PROPERTY, task());
        });
    }

    private Write noted(AuditEvent event) {
        return Write.of("audit", event);
    }

    private Commits commits() {
        return new Commits() {
            @Override
            public void commit(List<Write> change) {
                keep(change);
            }

            @Override
            public void afterInsert(String table, Runnable listener) {}
        };
    }

    private void keep(List<Write> rows) {
        money.commit(rows.stream()
                .filter(row -> row.sql().startsWith("UPDATE budget_"))
                .toList());
        for (Write row : rows) {
            if (row.sql().startsWith("UPDATE budget_")) {
                continue;
            }
            switch (Objects.requireNonNull(row.values().getFirst())) {
                case AuditEvent event -> audited.add(event);
                case ModelCost cost -> spent.add(cost);
                default -> throw new AssertionError(row);
            }
        }
    }

    private TaskRun task() {
        return (TaskRun) Proxy.newProxyInstance(
                CallModel.class.getClassLoader(), new Class<?>[] {TaskRun.class}, (proxy, method, arguments) -> {
                    return switch (method.getName()) {
                        case "taskId" -> "t1";
                        case "flow" -> "support";
                        case "principal" -> "crm";
                        case "tenant" -> "acme";
                        case "trace" -> new Trace("0af7651916cd43dd8448eb211c80319c", null);
                        case "conversation" -> Optional.ofNullable(conversation);
                        case "pool" -> Optional.ofNullable(taskPool);
                        case "call" -> arguments[1] == EntryKind.MODEL ? call() : null;
                        case "commit" -> commitRows(arguments[0]);
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
    }

    @SuppressWarnings("unchecked")
    private @Nullable Object commitRows(Object rows) {
        keep((List<Write>) rows);
        return null;
    }

    private Call call() {
        return new Call() {
            @Override
            public String key() {
                return "answer/model-1";
            }

            @Override
            public Optional<JsonNode> recorded() {
                return Optional.ofNullable(recorded);
            }

            @Override
            public void enter(Exchange exchange) {
                throw new AssertionError("A model call makes no calls of its own.");
            }

            @Override
            public void enter(Exchange exchange, String part) {
                throw new AssertionError("A model call makes no calls of its own.");
            }

            @Override
            public void markRepeated() {
                throw new AssertionError("Nothing crashed.");
            }

            @Override
            public void record(Outcome outcome) {
                journal.add(outcome);
                keep(outcome.alongside());
            }
        };
    }

    @Override
    public void close() {
        camel.stop();
        money.close();
    }

    /** Gives back what no call uses. */
    void lookAfterBudgets() {
        money.lookAfter();
    }

    /** How the budgets stand. */
    Budgets budgets() {
        return money.budgets();
    }
}
