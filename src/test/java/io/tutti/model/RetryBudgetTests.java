package io.tutti.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryBudgetTests {

    private final TestClock clock = new TestClock();
    private final RetryBudget budget = new RetryBudget(clock);

    @Test
    void allowsAFifthOfTheCallsOnceItsReserveIsUsedUp() {
        assertThat(taken(100)).isEqualTo(20);
        for (int i = 0; i < 51; i++) {
            budget.called();
        }
        assertThat(taken(100)).isEqualTo(10);
    }

    @Test
    void allowsOneInTwoSecondsOfItself() {
        taken(100);
        clock.forward(Duration.ofMillis(10_001));
        assertThat(taken(100)).isEqualTo(5);
    }

    @Test
    void savesUpNoMoreThanItsReserve() {
        clock.forward(Duration.ofDays(1));
        for (int i = 0; i < 1000; i++) {
            budget.called();
        }
        assertThat(taken(100)).isEqualTo(20);
    }

    private long taken(int times) {
        return IntStream.range(0, times).filter(i -> budget.take()).count();
    }
}
