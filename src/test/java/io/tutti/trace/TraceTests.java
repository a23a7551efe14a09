package io.tutti.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTests {

    private static final String ID = "0af7651916cd43dd8448eb211c80319c";
    private static final String UUID = "0af76519-16cd-43dd-8448-eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-" + ID + "-" + PARENT + "-01",
                " 00-" + ID + "-" + PARENT + "-00 ",
                "42-" + ID + "-" + PARENT + "-01-what-a-later-version-has"
            })
    void readsWhatAHeaderSays(String header) {
        assertThat(Trace.of(header)).contains(new Trace(ID, PARENT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ff-" + ID + "-" + PARENT + "-01",
                "00-00000000000000000000000000000000-" + PARENT + "-01",
                "00-" + ID + "-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-" + PARENT + "-01",
                "00-" + ID + "-" + PARENT,
                "00-" + ID + "-" + PARENT + "-01\r\nX-More: 1"
            })
    void takesWhatIsNoHeaderForNone(String header) {
        assertThat(Trace.of(header)).isEmpty();
        assertThat(Trace.of(null)).isEmpty();
    }

    @Test
    void beginsWithTheDigitsOfAUuid() {
        Trace trace = Trace.beginning(UUID);
        assertThat(trace.id()).isEqualTo(ID);
        assertThat(Trace.uuid(ID)).isEqualTo(UUID);
        assertThat(Trace.span(UUID)).isEqualTo("8448eb211c80319c");
        assertThat(trace.header(Trace.span(UUID))).isEqualTo("00-" + ID + "-8448eb211c80319c-01");
        assertThat(trace.below(UUID)).isEqualTo(new Trace(ID, "8448eb211c80319c"));
    }

    @Test
    void isWhatItWasAfterItWasStored() {
        for (Trace trace : new Trace[] {new Trace(ID, null), new Trace(ID, PARENT), Trace.fresh()}) {
            assertThat(Trace.restored(trace.stored())).isEqualTo(trace);
            assertThat(trace.stored()).hasSizeLessThanOrEqualTo(49);
        }
    }

    @Test
    void carriesItsHeaderOnItsThreadAndNoLonger() throws Exception {
        assertThat(Trace.carrying("00-x", Trace::carried)).contains("00-x");
        assertThat(Trace.carried()).isEmpty();
    }
}
