package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.task.Task;
import io.tutti.task.TaskStatus;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A conversation of 200,000 tokens with 100 tool calls, in which each model call is given all that was said before. */
class GrowthIT {

    private static final double MOST = 1.2;

    /** Bytes for each new byte that a step for each round may add to the trail, which has a record of each step. */
    private static final double TRAIL_OF_STEPS = 0.05;

    private static final List<String> TRAIL = List.of("audit", "audit_seal");

    @TempDir
    private Path directory;

    @Test
    void growsWithWhatIsNewInAConversation() throws Exception {
        try (GrowthScene hub = new GrowthScene(directory)) {
            judge("at-once", hub, MOST);
        }
    }

    @Test
    void growsWithWhatIsNewAlsoWithAStepForEachRound() throws Exception {
        try (GrowthScene hub = new GrowthScene(directory)) {
            judge("stepwise", hub, MOST + TRAIL_OF_STEPS);
        }
    }

    /** The row that waits to be sent claims it from the task, whose input and output are the same text. */
    @Test
    void writesALongTextOnceAndSendsItWhole() throws Exception {
        try (GrowthScene hub = new GrowthScene(directory)) {
            Map<String, Long> before = hub.bytes();
            JsonNode result = hub.echo(50);
            assertThat(result.path("output").asText()).hasSizeGreaterThan(190_000);
            assertThat(result.path("output")).isEqualTo(result.path("input"));
            Map<String, Long> after = hub.bytes();
            long grown = after.keySet().stream()
                    .mapToLong(table -> after.get(table) - before.get(table))
                    .sum();
            assertThat(grown / (double) hub.newBytes.get()).isLessThanOrEqualTo(MOST);
        }
    }

    @Test
    void growsWithWhatIsNewOnPostgres() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                GrowthScene hub = new GrowthScene(
                        directory,
                        "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                        "--spring.datasource.username=postgres")) {
            Map<String, Long> before = files(hub);
            judge("at-once", hub, MOST);
            Map<String, Long> grown = new TreeMap<>(files(hub));
            grown.replaceAll((table, size) -> size - before.get(table));
            say("PostgreSQL's files with their indexes", grown, hub);
        }
    }

    private static Map<String, Long> files(GrowthScene hub) {
        hub.sql.sql("VACUUM FULL").update();
        Map<String, Long> files = new TreeMap<>();
        hub.sql.sql("""
                        SELECT relname, pg_total_relation_size(oid) FROM pg_class
                        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace""").query(row -> {
            files.put(row.getString(1), row.getLong(2));
        });
        return files;
    }

    private static void judge(String flow, GrowthScene hub, double most) throws InterruptedException {
        Map<String, Long> before = hub.bytes();
        Task task = hub.converse(flow);
        assertThat(task.status()).as(String.valueOf(task.error())).isEqualTo(TaskStatus.COMPLETED);
        assertThat(hub.modelCalls).hasValue(GrowthScene.ROUNDS);
        assertThat(hub.toolCalls).hasValue(GrowthScene.ROUNDS);
        assertThat(hub.newBytes.get()).isGreaterThan(800_000);
        assertThat(hub.tasks.journal(task.id()).stream()
                        .filter(entry -> entry.kind().equals("model"))
                        .map(entry -> entry.input().size()))
                .as("each call's entry still says all that the model was given")
                .containsExactlyElementsOf(IntStream.range(0, GrowthScene.ROUNDS)
                        .mapToObj(round -> 2 * round + 1)
                        .toList());
        Map<String, Long> grown = new TreeMap<>(hub.bytes());
        grown.replaceAll((table, bytes) -> bytes - before.get(table));
        double all = say(flow + ", all tables", grown, hub);
        grown.keySet().removeAll(TRAIL);
        double withoutTrail = say(flow + ", without the trail", grown, hub);
        assertThat(withoutTrail).isLessThanOrEqualTo(MOST);
        assertThat(all).isLessThanOrEqualTo(most);
    }

    private static double say(String what, Map<String, Long> grown, GrowthScene hub) {
        double each = grown.values().stream().mapToLong(Long::longValue).sum() / (double) hub.newBytes.get();
        Figure.say("bytes for 1,000 new bytes: " + what, each * 1000, "bytes " + grown);
        return each;
    }
}
