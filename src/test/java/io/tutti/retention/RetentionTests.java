package io.tutti.retention;

import static io.tutti.retention.RetentionScene.FLOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.tutti.commit.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Which tasks are deleted, when, and what goes with them. */
class RetentionTests {

    private static final Duration OLD = Duration.ofDays(30);
    private static final Duration YOUNG = OLD.minusSeconds(1);

    private RetentionScene scene;

    @BeforeEach
    void open() {
        scene = new RetentionScene(database());
    }

    /** An empty database of the kind that these tests run on. */
    DataSource database() {
        return new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"COMPLETED", "FAILED", "CANCELLED"})
    void deletesAnOldTaskWithAllThatBelongsToIt(String status) {
        scene.task("old", FLOW, status, OLD);
        look(Map.of());
        assertThat(RetentionScene.TABLES)
                .allSatisfy(table -> assertThat(scene.count(table)).as(table).isZero());
        assertThat(scene.audited()).containsExactly("orders 1");
    }

    @Test
    void keepsAYoungTaskAndWhatBelongsToIt() {
        scene.task("old", FLOW, "COMPLETED", OLD);
        scene.task("young", FLOW, "FAILED", YOUNG);
        look(Map.of());
        assertThat(scene.tasks()).containsExactly("young");
        assertThat(RetentionScene.TABLES)
                .allSatisfy(table -> assertThat(scene.count(table)).as(table).isEqualTo(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"WAITING", "RUNNING"})
    void keepsATaskThatHasNotEndedHoweverOldItIs(String status) {
        scene.task("patient", FLOW, status, Duration.ofDays(4000));
        look(Map.of(FLOW, Duration.ofSeconds(1)));
        assertThat(scene.tasks()).containsExactly("patient");
        assertThat(scene.audited()).isEmpty();
    }

    @Test
    void keepsAPartAsLongAsTheTaskThatAskedForIt() {
        String asking = "0190a000-0000-7000-8000-000000000001";
        scene.task(asking, FLOW, "WAITING", OLD);
        scene.task("part", "parts", "COMPLETED", OLD);
        scene.update("UPDATE task SET task_key = ? WHERE id = 'part'", "tutti:scatter:" + asking + ":s:0");
        look(Map.of());
        assertThat(scene.tasks()).containsExactly(asking, "part");
        scene.update("DELETE FROM task WHERE id = ?", asking);
        look(Map.of());
        assertThat(scene.tasks()).isEmpty();
    }

    @Test
    void keepsTheTrailOfADeletedTask() {
        scene.task("old", FLOW, "COMPLETED", OLD);
        scene.update("""
                INSERT INTO audit (at, action, task, principal, tenant, subject, detail, digest)
                SELECT created_at, 'task.accepted', id, 'crm', 'acme', flow, '{}', 'd' FROM task""");
        look(Map.of());
        assertThat(scene.tasks()).isEmpty();
        assertThat(scene.sql
                        .sql("SELECT COUNT(*) FROM audit WHERE task = 'old'")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void keepsAFlowsTasksForTheFlowsOwnTime() {
        for (String flow : List.of("brief", "long", "usual")) {
            scene.task(flow + "-8-days", flow, "COMPLETED", Duration.ofDays(8));
            scene.task(flow + "-31-days", flow, "COMPLETED", Duration.ofDays(31));
        }
        look(Map.of("brief", Duration.ofDays(7), "long", Duration.ofDays(365)));
        assertThat(scene.tasks()).containsExactly("long-31-days", "long-8-days", "usual-8-days");
        assertThat(scene.audited()).containsExactly("brief 2", "usual 1");
    }

    @Test
    void deletesABacklogBatchByBatchWithoutBeingAsked() throws Exception {
        int many = 2 * Retention.BATCH + 1;
        for (int i = 0; i < many; i++) {
            scene.task("task-" + i, FLOW, "COMPLETED", OLD.plusSeconds(i));
        }
        scene.task("young", FLOW, "COMPLETED", YOUNG);
        CountDownLatch batches = new CountDownLatch(3);
        scene.commits.afterInsert("audit", batches::countDown);
        try (Retention retention = scene.retention(Map.of())) {
            retention.begin();
            assertThat(batches.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(scene.tasks()).containsExactly("young");
        assertThat(scene.audited()).containsExactly("orders 100", "orders 100", "orders 1");
    }

    @Test
    void countsATaskOnceWhenTwoHubsDeleteIt() {
        scene.task("old", FLOW, "COMPLETED", OLD);
        Retention other = scene.retention(Map.of());
        scene.retention(meanwhile(other::look), Map.of()).look();
        assertThat(scene.tasks()).isEmpty();
        assertThat(scene.audited()).containsExactly("orders 1");
    }

    @Test
    void leavesATaskAloneThatIsRedrivenMeanwhile() {
        scene.task("old", FLOW, "FAILED", OLD);
        scene.retention(meanwhile(() -> scene.update("UPDATE task SET status = 'RUNNING', ended_at = NULL")), Map.of())
                .look();
        assertThat(scene.audited()).isEmpty();
        assertThat(RetentionScene.TABLES)
                .allSatisfy(table -> assertThat(scene.count(table)).as(table).isEqualTo(1));
    }

    private void look(Map<String, Duration> flows) {
        scene.retention(flows).look();
    }

    /** Something that happens between the look for old tasks and their deletion. */
    private EndedTasks meanwhile(Runnable something) {
        EndedTasks real = scene.ended();
        return new EndedTasks() {
            @Override
            public Optional<String> flowAfter(String name) {
                return real.flowAfter(name);
            }

            @Override
            public List<String> endedBy(Instant then, String flow, int most) {
                List<String> found = real.endedBy(then, flow, most);
                something.run();
                return found;
            }

            @Override
            public Write forget(String taskId, Instant then) {
                return real.forget(taskId, then);
            }
        };
    }
}
