package io.tutti.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F12: each task is sent five times, its copies by HTTP and the queue in turn or as the same file again, and runs once. */
class DuplicatesIT {

    private static final int TASKS = Boolean.getBoolean("faults.long") ? 1000 : 24;
    private static final int TIMES = 5;

    @TempDir
    private Path directory;

    @Test
    void runsEachTaskOnceHoweverOftenItIsSent() throws Exception {
        try (Site site = Site.embedded(directory);
                var scene = new FaultScene(directory, site, System.nanoTime())) {
            scene.hub().start();
            try (JavaProcess driver = scene.drive("again", TASKS, TIMES, Duration.ZERO)) {
                assertThat(driver.await(Duration.ofMinutes(20)))
                        .as(driver.printed())
                        .isZero();
            }
            scene.settle();
            scene.judge();
        }
    }
}
