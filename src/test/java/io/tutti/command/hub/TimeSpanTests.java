package io.tutti.command.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class TimeSpanTests {

    private final TimeSpan timeSpan = new TimeSpan();

    @ParameterizedTest
    @CsvSource({"500ms,500", "30s,30000", "2m,120000", "1h,3600000", "0,0", "PT1.5S,1500"})
    void readsATimeSpan(String text, long milliseconds) {
        assertThat(timeSpan.convert(text)).isEqualTo(Duration.ofMillis(milliseconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "-1s", "1.5s", "soon", "PT-1S", "9999999999s"})
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> timeSpan.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("write 500ms, 30s, 2m or 1h");
    }
}
