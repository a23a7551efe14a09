package io.tutti.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.slf4j.MarkerFactory;

class LogRedactionTests {

    private static final String MAIL = "anna@example.com";

    private final LoggerContext logging = new LoggerContext();
    private final Logger log = logging.getLogger("part");
    private final PatternLayout layout = new PatternLayout();
    private final List<String> lines = new ArrayList<>();
    private final AppenderBase<ILoggingEvent> written = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(layout.doLayout(event));
        }
    };

    @BeforeEach
    void redact() {
        logging.setMDCAdapter(MDC.getMDCAdapter());
        written.setContext(logging);
        written.setName("written");
        written.start();
        layout.setContext(logging);
        layout.setPattern("%level %logger %thread %marker %method [%msg] %kvp%n%ex");
        layout.start();
        log.addAppender(written);
        LogRedaction.redact(log);
    }

    @AfterEach
    void stop() {
        logging.stop();
    }

    @Test
    void takesPeopleOutOfMessagesAndValues() {
        log.atWarn()
                .addMarker(MarkerFactory.getMarker("seen"))
                .addKeyValue("who", List.of(MAIL))
                .addKeyValue("times", 2)
                .log("asked by {} and {} from {} with {}", MAIL, "b@example.com", "10.0.0.7", "4111 1111 1111 1111");
        assertThat(line())
                .isEqualTo("WARN part " + Thread.currentThread().getName()
                        + " seen takesPeopleOutOfMessagesAndValues"
                        + " [asked by [EMAIL_1] and [EMAIL_2] from 10.0.0.7 with [CARD_1]] who=\"[[EMAIL_1]]\" times=\"2\""
                        + System.lineSeparator());
    }

    /** A message that is taken as it is: what it has in braces was in a value. */
    @Test
    void writesBracesAsTheyAre() {
        log.warn("{} is no {}", "a{}", "{}b");
        assertThat(line()).contains("[a{} is no {}b]");
    }

    @Test
    void takesPeopleOutOfExceptionsTheirCausesAndWhatTheySuppressed() {
        var cause = new IllegalArgumentException("cause " + MAIL);
        var failure = new IllegalStateException("failure " + MAIL, cause);
        failure.addSuppressed(new IllegalStateException("suppressed " + MAIL));
        failure.addSuppressed(new IllegalStateException());
        log.error("failed", failure);
        assertThat(line())
                .contains(
                        "IllegalStateException: failure [EMAIL_1]",
                        "Suppressed: java.lang.IllegalStateException: suppressed [EMAIL_1]",
                        "Caused by: java.lang.IllegalArgumentException: cause [EMAIL_1]",
                        "at io.tutti.log.LogRedactionTests.takesPeopleOut")
                .doesNotContain(MAIL);
    }

    @Test
    void endsWithAnExceptionThatIsItsOwnCause() {
        var one = new IllegalStateException("one " + MAIL);
        one.initCause(new IllegalStateException("two", one));
        log.error("failed", one);
        assertThat(line()).contains("one [EMAIL_1]", "CIRCULAR REFERENCE").doesNotContain(MAIL);
    }

    @Test
    void comesOnceBeforeEachAppender() {
        var before = log.getAppender(written.getName());
        LogRedaction.redact(log);
        assertThat(log.iteratorForAppenders()).toIterable().containsExactly(before);
        log.info("hello");
        assertThat(lines).hasSize(1);
    }

    @Test
    void stopsWhatItWritesTo() {
        log.detachAndStopAllAppenders();
        assertThat(written.isStarted()).isFalse();
    }

    private String line() {
        assertThat(lines).hasSize(1);
        return lines.getFirst();
    }
}
