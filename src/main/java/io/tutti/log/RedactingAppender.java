package io.tutti.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;

/** Hands each line to another appender, without what identifies people. Thread-safe when the other is. */
final class RedactingAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

    private final Appender<ILoggingEvent> next;

    private RedactingAppender(Appender<ILoggingEvent> next) {
        this.next = next;
    }

    /** One that is started, as {@code next} is. */
    static RedactingAppender before(Appender<ILoggingEvent> next) {
        var appender = new RedactingAppender(next);
        appender.setContext(next.getContext());
        appender.setName(next.getName());
        appender.start();
        return appender;
    }

    @Override
    protected void append(ILoggingEvent event) {
        next.doAppend(new RedactedEvent(event));
    }

    @Override
    public void stop() {
        super.stop();
        next.stop();
    }
}
