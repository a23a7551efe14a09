package io.tutti.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.acceptance.HubProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F10: files that grow, shrink, vanish, are written again, or have strange names; none is read by half or twice. */
class FilesIT {

    private static final int MANY = Boolean.getBoolean("faults.long") ? 10_000 : 500;
    private static final Duration PATIENCE = Duration.ofMinutes(Boolean.getBoolean("faults.long") ? 10 : 1);
    private static final long PAUSE_MILLIS = 400;

    @TempDir
    static Path directory;

    private static HubProcess hub;
    private static Path inbox;

    @BeforeAll
    static void start() throws Exception {
        String routes = "--tutti.routes=" + Path.of("src/test/resources/poison").toAbsolutePath();
        hub = new HubProcess(directory.resolve("data"), routes).start();
        inbox = Files.createDirectories(hub.data.resolve("inbox/copy"));
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
    }

    @Test
    void waitsForAFileThatGrows() throws Exception {
        Path file = inbox.resolve("grows.txt");
        var whole = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            String part = "part " + i + ". ";
            whole.append(part);
            Files.writeString(file, part, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        awaitTaken(file);
        assertThat(inputs("part 0")).containsExactly(whole.toString());
    }

    @Test
    void readsEachVersionOfAFileWholeOrNotAtAll() throws Exception {
        Path file = inbox.resolve("again.txt");
        Set<String> versions = new HashSet<>();
        String version = "";
        for (int i = 0; i < 40; i++) {
            version = ("version " + i + " ").repeat(2_000);
            versions.add(version);
            Path hidden = Files.writeString(inbox.resolve(".again"), version);
            Files.move(hidden, file, StandardCopyOption.ATOMIC_MOVE);
            TimeUnit.MILLISECONDS.sleep(i % 10 == 9 ? 3 * PAUSE_MILLIS : 10);
        }
        awaitTaken(file);
        assertThat(inputs("version")).doesNotHaveDuplicates().contains(version).isSubsetOf(versions);
    }

    @Test
    void rejectsAFileThatIsTruncatedToNothing() throws Exception {
        Path file = Files.writeString(inbox.resolve("shrinks.txt"), "soon gone");
        Files.writeString(file, "");
        awaitTaken(file);
        assertThat(hub.data.resolve("rejected/copy/shrinks.txt.error.json")).exists();
        assertThat(inputs("soon gone")).isEmpty();
    }

    @Test
    void leavesAloneWhatVanishes() throws Exception {
        for (int i = 0; i < 20; i++) {
            Path file = Files.writeString(inbox.resolve("vanishes-" + i + ".txt"), "vanishes " + i);
            TimeUnit.MILLISECONDS.sleep(i % 4 == 0 ? PAUSE_MILLIS : 5);
            Files.deleteIfExists(file);
        }
        Path last = Files.writeString(inbox.resolve("stays.txt"), "stays");
        awaitTaken(last);
        assertThat(inputs("stays")).containsExactly("stays");
        assertThat(hub.data.resolve("rejected/copy"))
                .satisfiesAnyOf(
                        folder -> assertThat(folder).doesNotExist(),
                        folder -> assertThat(names(folder)).noneMatch(name -> name.startsWith("vanishes")));
    }

    @Test
    void takesStrangeNamesAsNamesOnly() throws Exception {
        String longest = "ä".repeat(125) + "x.txt";
        assertThat(longest.getBytes(StandardCharsets.UTF_8)).hasSize(255);
        List<String> names = List.of(
                "a..b.txt",
                "%2e%2e%2fetc.txt",
                "{{tutti.data}}#{1+1}.txt",
                "line\nbreak\u001b[31m.txt",
                "quote'\"; DROP TABLE task; --.txt",
                "grüße 文.txt",
                longest,
                "-rf.txt",
                "con:*?.txt");
        for (String name : names) {
            Files.writeString(inbox.resolve(name), "named " + name);
        }
        for (String name : names) {
            awaitTaken(inbox.resolve(name));
        }
        assertThat(inputs("named"))
                .containsExactlyInAnyOrderElementsOf(
                        names.stream().map(name -> "named " + name).toList());
        Awaitility.await("a result for each")
                .atMost(PATIENCE)
                .until(() -> names(hub.data.resolve("outbox/copy")).stream()
                                .filter(name -> name.endsWith(".result.json"))
                                .count()
                        >= names.size());
        assertThat(names(inbox.resolve(".done"))).containsAll(names);
        assertThat(hub.log()).doesNotContain("\u001b[31m").doesNotContain("line\nbreak");
        assertThat(names(directory)).containsExactly("data");
    }

    @Test
    void refusesNamesThatCamelWouldRun() throws Exception {
        for (String name : List.of("${body}.txt", "${file:name}{{tutti.data}}.txt", "$simple{body}.txt")) {
            Path file = Files.writeString(inbox.resolve(name), "run " + name);
            awaitTaken(file);
            assertThat(hub.data.resolve("rejected/copy").resolve(name)).hasContent("run " + name);
            assertThat(hub.data.resolve("rejected/copy").resolve(name + ".error.json"))
                    .content()
                    .contains("give it another name");
        }
        assertThat(inputs("run ")).isEmpty();
    }

    @Test
    void takesManyAtOnceEachOnce() throws Exception {
        List<String> inputs = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            inputs.add("many " + i);
            Files.writeString(inbox.resolve("many-" + i + ".txt"), "many " + i);
        }
        Awaitility.await("all are taken")
                .atMost(PATIENCE)
                .until(() -> names(inbox).stream().noneMatch(name -> name.startsWith("many-")));
        assertThat(inputs("many ")).containsExactlyInAnyOrderElementsOf(inputs);
    }

    private static void awaitTaken(Path file) {
        Awaitility.await(file + " is taken")
                .atMost(PATIENCE)
                .until(() -> !Files.exists(file, LinkOption.NOFOLLOW_LINKS));
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The inputs of all tasks that begin so. */
    private static List<String> inputs(String beginning) throws Exception {
        List<String> inputs = new ArrayList<>();
        JsonNode page = hub.json("/api/tasks?limit=1000&flow=copy");
        while (!page.isEmpty()) {
            page.forEach(task -> inputs.add(task.path("input").asText()));
            String last = page.get(page.size() - 1).path("id").asText();
            page = hub.json("/api/tasks?limit=1000&flow=copy&after=" + last);
        }
        return inputs.stream().filter(input -> input.startsWith(beginning)).toList();
    }
}
