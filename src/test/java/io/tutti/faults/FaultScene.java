package io.tutti.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.acceptance.HubProcess;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** A hub with the flow {@code buy}, a world, a driver and a judge, each a process of its own. */
final class FaultScene implements AutoCloseable {

    private static final Path FILES = Path.of("src/test/resources/faults").toAbsolutePath();
    private static final String CANARY = "sk-canary-7Qm2vX9p";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Path directory;
    private final Site site;
    private final World.Process world;
    private final HubProcess hub;

    FaultScene(Path directory, Site site, long seed) throws Exception {
        this(directory, site, seed, false);
    }

    /** @param harsh whether every second call of the world's systems goes wrong */
    FaultScene(Path directory, Site site, long seed, boolean harsh) throws Exception {
        this.directory = directory;
        this.site = site;
        this.world = new World.Process(directory, seed, harsh);
        this.hub = new HubProcess(site.data(), options());
    }

    private String[] options() {
        List<String> options = new ArrayList<>(site.options());
        options.addAll(List.of(
                "--tutti.routes=" + FILES.resolve("routes"),
                "--tutti.config=" + FILES.resolve("config"),
                "--world.url=" + world.url(),
                "--WORLD_URL=" + world.url(),
                "--WORLD_KEY=" + CANARY,
                // The model is busy now and then, and by chance a few times running: that is not what is tested here.
                "--tutti.model.breaker.minimum-calls=20",
                "--tutti.model.backoff.first=20ms"));
        return options.toArray(String[]::new);
    }

    HubProcess hub() {
        return hub;
    }

    World.Process world() {
        return world;
    }

    /** Starts to send tasks. */
    JavaProcess drive(String prefix, int tasks, int times, Duration every) throws IOException {
        return new JavaProcess(
                directory.resolve("driver.log"),
                Driver.class,
                "prefix=" + prefix,
                "tasks=" + tasks,
                "times=" + times,
                "every=" + every.toMillis(),
                "flow=buy",
                "ledger=" + directory.resolve("ledger.jsonl"),
                "http=" + hub.uri(""),
                "token=" + hub.token(),
                "jms=" + site.brokerUrl(hub),
                "password=" + site.password(hub),
                "inbox=" + site.data().resolve("inbox"));
    }

    /** Waits until so many tasks have been charged for since the beginning; the driver must send at least as many. */
    void awaitCharged(int tasks, JavaProcess driver) {
        Awaitility.await(tasks + " tasks charged for")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    driver.mustNotHaveFailed();
                    return world.applied("charge").size() >= tasks;
                });
    }

    /** Lets everything come to its end, with a person who looks before saying whether something was done. */
    void settle() {
        Awaitility.await("everything has ended")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    decide();
                    return isQueueEmpty() && isInboxEmpty() && none("RUNNING") && none("WAITING");
                });
    }

    private boolean none(String status) throws IOException, InterruptedException {
        return hub.json("/api/tasks?limit=1&status=" + status).isEmpty();
    }

    private boolean isQueueEmpty() throws JMSException, IOException {
        try (JMSContext jms = site.jms(hub);
                var browser = jms.createBrowser(jms.createQueue("tutti.tasks"))) {
            return !browser.getEnumeration().hasMoreElements();
        }
    }

    private boolean isInboxEmpty() throws IOException {
        Path inbox = site.data().resolve("inbox/buy");
        if (!Files.exists(inbox)) {
            return true;
        }
        try (var files = Files.list(inbox)) {
            return files.filter(Files::isRegularFile)
                    .allMatch(file -> file.getFileName().toString().startsWith("."));
        }
    }

    void decide() throws IOException, InterruptedException {
        for (JsonNode item : hub.json("/api/inbox")) {
            String ref = item.at("/case/evidence/0/arguments/ref").asText();
            String decision = world.applied("ship").contains(ref)
                    ? "{\"decision\": \"answer\", \"output\": \"seen in the books\"}"
                    : "{\"decision\": \"approve\"}";
            assertThat(hub.post("/api/inbox/" + item.path("id").asText() + "/decision", decision)
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    /** Asks the judge, prints what he says, and fails when a law was broken. */
    void judge() throws Exception {
        Path queues = directory.resolve("queues.jsonl");
        var heard = new JavaProcess(
                directory.resolve("heard.log"),
                Judge.class,
                "hear",
                "queues=" + queues,
                "http=" + hub.uri(""),
                "token=" + hub.token(),
                "jms=" + site.brokerUrl(hub),
                "password=" + site.password(hub));
        assertThat(heard.await(PATIENCE)).as(heard.printed()).isZero();
        hub.stop();
        var judging = new JavaProcess(
                directory.resolve("judge.log"),
                Judge.class,
                "laws",
                "ledger=" + directory.resolve("ledger.jsonl"),
                "world=" + directory,
                "queues=" + queues,
                "log=" + site.data().resolve("hub.log"),
                "canary=" + CANARY,
                "jdbc=" + site.tables().get("jdbc"),
                "user=" + site.tables().get("user"),
                "password=" + site.tables().get("password"));
        int exit = judging.await(PATIENCE);
        System.out.println(judging.printed());
        assertThat(exit).as("the laws were kept\n" + judging.printed()).isZero();
    }

    @Override
    public void close() throws Exception {
        hub.close();
        world.close();
    }
}
