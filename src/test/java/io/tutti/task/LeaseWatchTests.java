package io.tutti.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.tutti.task.JdbcLeases.Held;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaseWatchTests {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final LeaseWatch watch = new LeaseWatch(Duration.ofSeconds(10));

    @Test
    void losesATaskWhoseHolderGaveNoSignOfLifeForTooLong() {
        assertThat(look(0, new Held("dead", 1, 5), new Held("alive", 1, 5))).isEmpty();
        assertThat(look(9, new Held("dead", 1, 5), new Held("alive", 1, 6))).isEmpty();
        assertThat(look(10, new Held("dead", 1, 5), new Held("alive", 1, 6))).containsExactly(new Held("dead", 1, 5));
    }

    @Test
    void beginsAnewWithEachHolder() {
        look(0, new Held("task", 1, 0));
        look(9, new Held("task", 2, 0));
        assertThat(look(12, new Held("task", 2, 0))).isEmpty();
        assertThat(look(19, new Held("task", 2, 0))).containsExactly(new Held("task", 2, 0));
    }

    @Test
    void beginsAnewWithATaskThatWasFreeBetween() {
        look(0, new Held("task", 1, 0));
        look(5);
        assertThat(look(10, new Held("task", 1, 0))).isEmpty();
    }

    @Test
    void countsOnlyTheTimeBetweenTwoReads() {
        watch.lost(List.of(new Held("task", 1, 0)), 0, 8 * SECOND);
        assertThat(watch.lost(List.of(new Held("task", 1, 0)), 17 * SECOND, 30 * SECOND))
                .isEmpty();
        assertThat(watch.lost(List.of(new Held("task", 1, 0)), 18 * SECOND, 18 * SECOND))
                .hasSize(1);
    }

    @Test
    void givesEveryoneTheWholeTimeAgainAfterAnOutageOfTheDatabase() {
        look(0, new Held("task", 1, 0));
        watch.forget();
        assertThat(look(60, new Held("task", 1, 0))).isEmpty();
    }

    private List<Held> look(int seconds, Held... held) {
        return watch.lost(List.of(held), seconds * SECOND, seconds * SECOND);
    }
}
