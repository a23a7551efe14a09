package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.JMSContext;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The hub's PostgreSQL goes away in each way that it can: nothing is accepted without a commit, callers know within two
 * seconds, the hub does not run hot, and it goes on by itself.
 */
class DatabaseAwayIT {

    private static final Duration DOWN = Duration.ofSeconds(Integer.getInteger("tutti.fault.seconds", 12));
    private static final Duration TOLD = Duration.ofSeconds(2);
    private static final Duration BACK = Duration.ofSeconds(10);

    /** One that is tried again each second by every part of the hub would write ten times as much. */
    private static final int LINES_A_SECOND = 5;

    private static final Ledger LEDGER = new Ledger();

    @TempDir
    static Path directory;

    private static PostgresProcess postgres;
    private static HubProcess hub;

    @BeforeAll
    static void start() throws Exception {
        postgres = new PostgresProcess(directory.resolve("postgres")).start();
        String routes = Ledger.flow(directory.resolve("routes"), Duration.ofMillis(300), Duration.ofMillis(500));
        hub = new HubProcess(directory.resolve("data"), CachedStart.forTests(), postgres.options(routes)).start();
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
        postgres.close();
    }

    @BeforeEach
    void work() throws Exception {
        assertThat(ready("db")).isEqualTo("UP");
        LEDGER.refusals.clear();
        for (int i = 0; i < 20; i++) {
            LEDGER.post(hub);
        }
    }

    @Test
    void losesNothingWhenItsConnectionsAreCut() throws Exception {
        for (int i = 0; i < 5; i++) {
            postgres.killConnections();
            LEDGER.post(hub);
            LEDGER.post(hub);
        }
        assertThat(LEDGER.refusals).allMatch(refusal -> refusal.startsWith("503 "));
        judge();
    }

    @Test
    void goesOnOnceADatabaseThatWasStoppedAtOnceIsBack() throws Exception {
        postgres.stopAtOnce();
        awaitReady("DOWN");
        Duration worked = hub.worked();
        long lines = hub.log().lines().count();
        String file = handOverByQueueAndFile();
        long until = System.nanoTime() + DOWN.toNanos();
        while (System.nanoTime() < until) {
            refused();
        }
        assertThat(hub.log().lines().count() - lines).isLessThan(LINES_A_SECOND * DOWN.toSeconds());
        assertThat(hub.worked().minus(worked)).as("processor time").isLessThan(DOWN.dividedBy(2));
        assertThat(Files.exists(hub.data.resolve("inbox/work/" + file))).isTrue();
        postgres.start();
        backSoon();
        judge();
    }

    @Test
    void acceptsNothingWhileTheDatabaseIsReadOnly() throws Exception {
        postgres.readOnly(true);
        awaitReady("DOWN");
        handOverByQueueAndFile();
        for (int i = 0; i < 5; i++) {
            refused();
        }
        postgres.readOnly(false);
        backSoon();
        judge();
    }

    @Test
    void answersThoughEveryConnectionHangs() throws Exception {
        try (Connection lock = postgres.lockTasks();
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> answers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                Callable<Void> call = () -> {
                    refused();
                    return null;
                };
                answers.add(callers.submit(call));
            }
            for (var answer : answers) {
                answer.get();
            }
            assertThat(ready("db")).isEqualTo("DOWN");
            handOverByQueueAndFile();
            lock.rollback();
        }
        backSoon();
        judge();
    }

    /** Returns the file's name. */
    private String handOverByQueueAndFile() throws Exception {
        try (JMSContext jms = hub.jms()) {
            LEDGER.handOverMessages(jms, 5);
        }
        String input = LEDGER.handOver(LEDGER.input());
        hub.drop("work", input + ".txt", input);
        return input + ".txt";
    }

    /** Nothing is accepted, and the caller knows what to do in time. */
    private void refused() throws Exception {
        long begun = System.nanoTime();
        HttpResponse<String> answer = LEDGER.send(hub, LEDGER.input());
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(TOLD);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        JsonNode problem = HubProcess.JSON.readTree(answer.body());
        assertThat(problem.path("title").asText()).isEqualTo("unavailable");
        assertThat(problem.path("detail").asText()).contains("database", "ry again in a moment");
    }

    private void backSoon() throws Exception {
        String input = LEDGER.input();
        Awaitility.await("the hub takes work again")
                .atMost(BACK)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> LEDGER.tryOnce(hub, input));
        awaitReady("UP");
    }

    private void judge() throws Exception {
        try (JMSContext jms = hub.jms()) {
            LEDGER.judge(hub, jms);
        }
    }

    private void awaitReady(String status) {
        Awaitility.await("the database is " + status)
                .atMost(BACK)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> ready("db").equals(status));
    }

    private String ready(String part) throws Exception {
        var answer = hub.get("/health/ready");
        JsonNode health = HubProcess.JSON.readTree(answer.body());
        String status = health.at("/components/" + part + "/status").asText();
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status.equals("UP") ? 200 : 503);
        return status;
    }
}
