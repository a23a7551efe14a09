package io.tutti.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * F1: the hub is killed with SIGKILL under load, again and again, and the laws hold. The length and the seed are system
 * properties: {@code -Dfaults.rounds=10 -Dfaults.tasks=200 -Dfaults.seed=7}.
 */
abstract class KillFaults {

    private static final boolean LONG = Boolean.getBoolean("faults.long");
    private static final int ROUNDS = Integer.getInteger("faults.rounds", LONG ? 200 : 2);
    private static final int TASKS = Integer.getInteger("faults.tasks", LONG ? 500 : 60);
    private static final long SEED = Long.getLong("faults.seed", System.nanoTime());
    private static final Duration EVERY = Duration.ofMillis(150);

    @TempDir
    private Path directory;

    abstract Site site(Path directory) throws Exception;

    @Test
    void keepsTheLawsWhenTheHubIsKilledUnderLoad() throws Exception {
        System.out.println(getClass().getSimpleName() + ": -Dfaults.seed=" + SEED);
        var random = new Random(SEED);
        try (Site site = site(directory);
                var scene = new FaultScene(directory, site, SEED)) {
            scene.hub().start();
            try (JavaProcess driver = scene.drive("kill", ROUNDS * TASKS, 1, EVERY)) {
                for (int round = 0; round < ROUNDS; round++) {
                    scene.awaitCharged(round * TASKS + TASKS / 4 + random.nextInt(TASKS / 2), driver);
                    scene.hub().kill();
                    scene.hub().start();
                }
                assertThat(driver.await(Duration.ofHours(6)))
                        .as(driver.printed())
                        .isZero();
            }
            scene.settle();
            scene.judge();
        }
    }
}
