package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk of the data directory fills up: database, journal, paging, audit, log and files at once, on a small file system
 * of its own. Work is refused with the reason, what was acknowledged is kept, and the hub goes on without a restart.
 */
class DiskFullIT {

    private static final Duration TOLD = Duration.ofSeconds(5);
    private static final Duration BACK = Duration.ofSeconds(15);
    private static final Duration FULL = Duration.ofSeconds(6);
    private static final long MEGABYTE = 1024L * 1024;

    private static final Ledger LEDGER = new Ledger();

    @TempDir
    static Path directory;

    private static Path data;
    private static HubProcess hub;

    @BeforeAll
    static void start() throws Exception {
        data = Files.createDirectory(directory.resolve("data"));
        int mounted = run("mount", "-t", "tmpfs", "-o", "size=224m", "tmpfs", data.toString());
        assumeTrue(mounted == 0, "a disk that may be filled needs the right to mount one (root)");
        Path log = Files.createDirectory(directory.resolve("log"));
        String routes = Ledger.flow(directory.resolve("routes"), Duration.ofMillis(200), Duration.ofMillis(300));
        hub = new HubProcess(data, CachedStart.forTests(), routes, "--logging.file.name=" + data.resolve("log/hub.log"))
                .logTo(log);
        hub.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (hub != null) {
            hub.close();
        }
        run("umount", "-l", data.toString());
    }

    @Test
    void takesNoWorkWhileTheReserveIsNotFree() throws Exception {
        for (int i = 0; i < 20; i++) {
            LEDGER.post(hub);
        }
        fill(32 * MEGABYTE);
        awaitRefusal();
        assertThat(ready()).isEqualTo("DOWN");
        hub.drop("work", "a.txt", LEDGER.handOver(LEDGER.input()));
        Awaitility.await("a sender is refused by the broker").atMost(TOLD).until(() -> !sendsByQueue(LEDGER.input()));
        assertThat(Files.exists(data.resolve("inbox/work/a.txt"))).isTrue();
        backSoonAfterRoom();
        judge();
    }

    @Test
    void keepsWhatWasAcknowledgedWhenTheDiskIsFullToTheLastByte() throws Exception {
        var over = new AtomicBoolean();
        var load = CompletableFuture.runAsync(() -> sendUntil(over));
        Awaitility.await("tasks are under way").atMost(Duration.ofSeconds(20)).until(() -> LEDGER.sent() >= 30);
        fill(0);
        awaitRefusal();
        Awaitility.await("it stays full for a while")
                .pollDelay(FULL)
                .atMost(FULL.plusSeconds(10))
                .until(() -> ready().equals("DOWN"));
        backSoonAfterRoom();
        over.set(true);
        load.get(60, TimeUnit.SECONDS);
        judge();
        LEDGER.post(hub);
        assertThat(Files.readAllLines(data.resolve("log/hub.log")).getLast())
                .as("the log file goes on")
                .isNotBlank();
    }

    /** By HTTP and, when the broker takes it, by queue. */
    private void sendUntil(AtomicBoolean over) {
        while (!over.get()) {
            LEDGER.post(hub);
            String input = LEDGER.input();
            if (sendsByQueue(input)) {
                LEDGER.handOver(input);
            }
        }
    }

    private boolean sendsByQueue(String input) {
        try (JMSContext jms = hub.jms()) {
            jms.createProducer().send(jms.createQueue("tutti.tasks.work"), input);
            return true;
        } catch (JMSRuntimeException | IOException e) {
            return false;
        }
    }

    /** Fills the disk but for {@code left} bytes. */
    private void fill(long left) throws IOException {
        FileStore disk = Files.getFileStore(data);
        byte[] block = new byte[64 * 1024];
        try (OutputStream ballast = Files.newOutputStream(data.resolve("ballast"))) {
            while (disk.getUsableSpace() > left) {
                ballast.write(block, 0, (int) Math.min(block.length, Math.max(1, disk.getUsableSpace() - left)));
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    private void awaitRefusal() {
        String input = LEDGER.input();
        Awaitility.await("work is refused with the reason")
                .atMost(TOLD)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    HttpResponse<String> answer = LEDGER.send(hub, input);
                    return answer.statusCode() == 503
                            && HubProcess.JSON
                                    .readTree(answer.body())
                                    .path("detail")
                                    .asText()
                                    .contains("disk is nearly full");
                });
    }

    private void backSoonAfterRoom() throws IOException {
        Files.delete(data.resolve("ballast"));
        String input = LEDGER.input();
        Awaitility.await("HTTP takes work again").atMost(BACK).until(() -> LEDGER.tryOnce(hub, input));
        Awaitility.await("the queue takes work again").atMost(BACK).until(() -> {
            String message = LEDGER.input();
            boolean sent = sendsByQueue(message);
            if (sent) {
                LEDGER.handOver(message);
            }
            return sent;
        });
        Awaitility.await("the hub is ready").atMost(BACK).until(() -> ready().equals("UP"));
    }

    private String ready() throws Exception {
        JsonNode health = HubProcess.JSON.readTree(hub.get("/health/ready").body());
        return health.at("/components/diskSpace/status").asText();
    }

    private void judge() throws Exception {
        try (JMSContext jms = hub.jms()) {
            LEDGER.judge(hub, jms);
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
