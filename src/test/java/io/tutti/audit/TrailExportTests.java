package io.tutti.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.tutti.audit.AuditQuery.Filter;
import io.tutti.audit.AuditVerifier.Fault;
import io.tutti.audit.AuditVerifier.Kind;
import io.tutti.audit.AuditVerifier.Verdict;
import io.tutti.commit.GroupCommit;
import io.tutti.failure.Refused;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports that prove what they say, and trails that were pruned. */
class TrailExportTests {

    private static final Filter ALL = new Filter(null, null, null, null, null, null, 0, 1000);
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    @TempDir
    Path folder;

    private AuditScene scene;
    private TrailExport export;

    /** Six seals of four records, an hour apart: of seq 1 to 4, 5 to 8, ... */
    @BeforeEach
    void sealSixBatches() throws Exception {
        var database = new JdbcDataSource();
        database.setUrl("jdbc:h2:mem:" + System.identityHashCode(scene) + folder.hashCode() + ";DB_CLOSE_DELAY=-1");
        scene = new AuditScene(database, folder);
        export = new TrailExport(scene.trail, scene.seals, JSON);
        scene.detail(Map.of(
                "sum", new BigDecimal("0.10"), "big", 1e30, "said", "\"é\u20ac\u0007\\ {\"", "list", List.of(1, 2)));
        for (int i = 0; i < 6; i++) {
            scene.write(4);
            scene.sealer.seal();
            scene.clock.forward(Duration.ofHours(1));
        }
    }

    @Test
    void isIntactAsItWasWritten() throws Exception {
        List<String> lines = sealed(ALL);
        assertThat(lines).hasSize(30);
        Verdict verdict = verify(lines);
        assertThat(verdict.firstBroken()).isNull();
        assertThat(verdict.records()).isEqualTo(24);
    }

    @Test
    void holdsTheWholeSealsOfAPeriod() throws Exception {
        List<String> lines = sealed(period("2026-01-02T04:30:00Z", "2026-01-02T06:30:00Z"));
        assertThat(lines).hasSize(10).last().asString().contains("\"seal\":4");
        assertThat(verify(lines).records()).isEqualTo(8);
        assertThat(sealed(period("2027-01-01T00:00:00Z", null))).isEmpty();
        assertThat(sealed(period(null, "2026-01-02T03:30:00Z"))).hasSize(5);
    }

    @Test
    void holdsATaskWithItsSeals() throws Exception {
        List<String> lines = sealed(new Filter("t2", null, null, null, null, null, 0, 1000));
        assertThat(lines).hasSize(12);
        Path file = Files.write(folder.resolve("task.jsonl"), lines);
        assertThat(AuditVerifier.ofExport(file, AuditScene.KEY, true, null).intact())
                .isTrue();
        assertThat(AuditVerifier.ofExport(file, AuditScene.KEY, false, null).firstBroken())
                .isEqualTo(new Fault(1, Kind.DELETED));
        Files.write(
                file,
                lines.stream().map(line -> line.replace("\"anna\"", "\"otto\"")).toList());
        assertThat(AuditVerifier.ofExport(file, AuditScene.KEY, true, null).firstBroken())
                .isEqualTo(new Fault(3, Kind.CHANGED));
    }

    @Test
    void saysThatACheckpointOutsideProvesNothing() throws Exception {
        String newest = Files.readString(scene.checkpoint);
        String oldest = Files.readAllLines(scene.checkpoint.resolveSibling("checkpoints.jsonl"))
                .getFirst();
        Path file = Files.write(folder.resolve("export.jsonl"), sealed(period(null, "2026-01-02T04:30:00Z")));
        assertThat(AuditVerifier.ofExport(file, AuditScene.KEY, false, newest).firstBroken())
                .isEqualTo(new Fault(0, Kind.CHECKPOINT_NOT_THERE));
        scene.sql.sql("UPDATE audit_seal SET published = TRUE").update();
        prune(Duration.ofMinutes(200));
        var verifier = AuditVerifier.of(scene.database, AuditScene.KEY, scene.checkpoint);
        assertThat(verifier.verify(oldest).firstBroken()).isEqualTo(new Fault(0, Kind.CHECKPOINT_NOT_THERE));
        assertThat(verifier.verify(newest).firstBroken()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-01-02T04:|2026-01-03T04:",
                "task.accepted|task.completed",
                "\"t1\"|\"t0\"",
                "\"anna\"|\"otto\"",
                "\"acme\"|\"acmf\"",
                "0.10|0.1",
                "[1,2]|[1, 2]",
                "\"customer-support\"|\"\""
            })
    void namesTheRecordThatWasChanged(String written, String changed) throws Exception {
        List<String> lines = sealed(ALL);
        lines.set(6, lines.get(6).replace(written, changed));
        assertThat(lines).isNotEqualTo(sealed(ALL));
        assertThat(verify(lines).firstBroken()).isEqualTo(new Fault(6, Kind.CHANGED));
    }

    @Test
    void namesWhatIsMissingTooManyOrElsewhere() throws Exception {
        assertThat(verify(without(6)).firstBroken()).isEqualTo(new Fault(6, Kind.DELETED));
        assertThat(verify(without(9)).firstBroken()).isEqualTo(new Fault(4, Kind.SEAL_DELETED));
        List<String> twice = sealed(ALL);
        twice.add(7, twice.get(1));
        assertThat(verify(twice).firstBroken()).isEqualTo(new Fault(2, Kind.INSERTED));
        List<String> seal = sealed(ALL);
        seal.set(9, seal.get(9).replace("\"last\":8", "\"last\":9"));
        assertThat(verify(seal).firstBroken()).isEqualTo(new Fault(5, Kind.SEAL_CHANGED));
        List<String> swapped = sealed(ALL);
        Collections.rotate(swapped.subList(0, 10), 5);
        assertThat(verify(swapped).firstBroken()).isEqualTo(new Fault(8, Kind.SEAL_DELETED));
        List<String> appended = sealed(ALL);
        appended.add(appended.getFirst());
        assertThat(verify(appended).firstBroken()).isEqualTo(new Fault(1, Kind.INSERTED));
        assertThat(verify(sealed(ALL), "another key").intact()).isFalse();
    }

    @Test
    void isComparedWithACheckpoint() throws Exception {
        String kept = Files.readString(scene.checkpoint);
        Path file = Files.write(folder.resolve("export.jsonl"), sealed(ALL));
        assertThat(AuditVerifier.ofExport(file, AuditScene.KEY, false, kept).intact())
                .isTrue();
        AuditScene other = new AuditScene(scene.database, folder.resolve("other"));
        other.sql.sql("DELETE FROM audit").update();
        other.sql.sql("DELETE FROM audit_seal").update();
        for (int i = 0; i < 6; i++) {
            other.write(4);
            other.sealer.seal();
        }
        Files.write(file, sealed(ALL));
        assertThat(AuditVerifier.ofExport(file, AuditScene.KEY, false, null).intact())
                .isTrue();
        assertThat(AuditVerifier.ofExport(file, AuditScene.KEY, false, kept)
                        .firstBroken()
                        .kind())
                .isEqualTo(Kind.REWRITTEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "[]",
                "{}",
                "{\"seq\": 1}",
                "{\"hash\": \"a\"}",
                "null",
                "{\"seq\": \"1\", \"at\": 3}"
            })
    void refusesWhatIsNoExport(String line) throws Exception {
        List<String> lines = sealed(ALL);
        lines.add(2, line);
        assertThatThrownBy(() -> verify(lines)).isInstanceOf(Refused.class).hasMessageContaining("export.jsonl:3: ");
    }

    @Test
    void givesCloudEvents() throws Exception {
        List<String> lines = new ArrayList<>();
        export.cloudEvents(new Filter("t1", null, null, null, null, null, 0, 2), lines::add);
        assertThat(lines).hasSize(6);
        JsonNode event = JSON.readTree(lines.getFirst());
        assertThat(event.path("specversion").asText()).isEqualTo("1.0");
        assertThat(event.path("type").asText()).isEqualTo("io.tutti.audit.task.accepted");
        assertThat(event.path("source").asText()).isEqualTo("/tutti/audit");
        assertThat(event.path("time").asText()).isEqualTo("2026-01-02T03:04:05.678901Z");
        assertThat(event.path("data").path("task").asText()).isEqualTo("t1");
        assertThat(lines.stream().map(line -> read(line).path("id").asText())).doesNotHaveDuplicates();
    }

    @Test
    void prunesWholeSealsIntoFilesAndSaysSo() throws Exception {
        scene.sql.sql("UPDATE audit_seal SET published = TRUE").update();
        assertThat(prune(Duration.ofMinutes(200))).isEqualTo(12);

        assertThat(scene.sql
                        .sql("SELECT MIN(seal) FROM audit")
                        .query(Long.class)
                        .single())
                .isEqualTo(4);
        assertThat(scene.verify().firstBroken()).isNull();
        scene.sealer.seal();
        assertThat(scene.verify().firstBroken()).isNull();
        try (Stream<Path> files = Files.list(folder.resolve("archive"))) {
            Path file = files.findFirst().orElseThrow();
            Verdict archived = AuditVerifier.ofExport(file, AuditScene.KEY, false, null);
            assertThat(archived.intact()).isTrue();
            assertThat(archived.records()).isEqualTo(12);
        }
        assertThat(prune(Duration.ofMinutes(200))).isZero();

        scene.sql.sql("DELETE FROM audit WHERE seal = 4").update();
        scene.sql.sql("DELETE FROM audit_seal WHERE id = 4").update();
        assertThat(scene.verify().firstBroken()).isEqualTo(new Fault(0, Kind.SEAL_DELETED));
    }

    @Test
    void keepsWhatIsNotOnTheQueueYetAndTheNewestSeal() throws Exception {
        assertThat(prune(Duration.ofSeconds(1))).isZero();
        scene.sql.sql("UPDATE audit_seal SET published = TRUE").update();
        assertThat(prune(Duration.ofSeconds(1))).isEqualTo(20);
        assertThat(scene.verify().firstBroken()).isNull();
    }

    @Test
    void believesNoRecordOfAPruningThatTheHubDidNotWrite() throws Exception {
        scene.sql.sql("DELETE FROM audit WHERE seal <= 2").update();
        scene.sql.sql("DELETE FROM audit_seal WHERE id <= 2").update();
        String previous = scene.seals.after(0).orElseThrow().previous();
        scene.sql
                .sql(
                        "INSERT INTO audit (at, action, principal, tenant, subject, detail, digest)"
                                + " SELECT at, 'audit.pruned', principal, tenant, subject, :detail, digest FROM audit WHERE seq = 9")
                .param("detail", "{\"seal\":2,\"hash\":\"" + previous + "\"}")
                .update();
        assertThat(scene.verify().firstBroken()).isEqualTo(new Fault(0, Kind.SEAL_DELETED));
    }

    private long prune(Duration keep) throws Exception {
        try (var commits = new GroupCommit(scene.database)) {
            return new Pruner(scene.seals, export, scene.trail, commits, folder.resolve("archive"), keep, scene.clock)
                    .prune();
        }
    }

    private static JsonNode read(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Filter period(String from, String to) {
        return new Filter(
                null,
                null,
                null,
                null,
                from == null ? null : Instant.parse(from),
                to == null ? null : Instant.parse(to),
                0,
                1000);
    }

    private List<String> sealed(Filter filter) {
        List<String> lines = new ArrayList<>();
        export.sealed(filter, lines::add);
        return lines;
    }

    private List<String> without(int line) {
        List<String> lines = sealed(ALL);
        lines.remove(line);
        return lines;
    }

    private Verdict verify(List<String> lines) throws IOException {
        return AuditVerifier.ofExport(Files.write(folder.resolve("export.jsonl"), lines), AuditScene.KEY, false, null);
    }

    private Verdict verify(List<String> lines, String key) throws IOException {
        return AuditVerifier.ofExport(Files.write(folder.resolve("export.jsonl"), lines), key.getBytes(), false, null);
    }
}
