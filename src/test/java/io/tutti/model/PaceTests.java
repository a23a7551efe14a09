package io.tutti.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTests {

    @Test
    void forgetsHowSlowAModelWas() {
        var clock = new TestClock();
        var pace = new Pace(clock);
        pace.add(Duration.ofSeconds(10));
        assertThat(pace.now()).isEqualTo(10_000);
        clock.forward(Duration.ofMinutes(20));
        assertThat(pace.now()).isLessThan(15);
    }
}
