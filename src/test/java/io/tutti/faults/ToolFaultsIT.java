package io.tutti.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * F6: every second call of a tool goes wrong, before or after the other system did what it was asked, and some tasks are
 * cancelled while it does. What has a key is done once; what has none is in doubt, and a person looks.
 */
class ToolFaultsIT {

    private static final int TASKS = Boolean.getBoolean("faults.long") ? 1000 : 45;
    private static final int CANCELLED = TASKS / 9;
    private static final Duration EVERY = Duration.ofMillis(100);

    @TempDir
    private Path directory;

    @Test
    void keepsTheLawsWhenTheOtherSystemsAnswerWrongly() throws Exception {
        long seed = Long.getLong("faults.seed", System.nanoTime());
        System.out.println("ToolFaultsIT: -Dfaults.seed=" + seed);
        try (Site site = Site.embedded(directory);
                var scene = new FaultScene(directory, site, seed, true)) {
            scene.hub().start();
            Set<String> cancelled = new HashSet<>();
            try (JavaProcess driver = scene.drive("tool", TASKS, 1, EVERY)) {
                while (driver.isAlive() && cancelled.size() < CANCELLED) {
                    for (JsonNode task : scene.hub().json("/api/tasks?status=RUNNING&limit=1")) {
                        String id = task.path("id").asText();
                        if (scene.hub().post("/api/tasks/" + id + "/cancel", "").statusCode() == 200) {
                            cancelled.add(id);
                        }
                    }
                    scene.decide();
                }
                assertThat(driver.await(Duration.ofMinutes(30)))
                        .as(driver.printed())
                        .isZero();
            }
            scene.settle();
            assertThat(scene.world().wronged())
                    .as("ways in which a call went wrong")
                    .hasSizeGreaterThan(5);
            for (String id : cancelled) {
                assertThat(scene.hub().task(id).path("status").asText()).isEqualTo("CANCELLED");
            }
            scene.judge();
        }
    }
}
