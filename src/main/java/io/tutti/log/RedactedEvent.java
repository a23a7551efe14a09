package io.tutti.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.tutti.redaction.Telling;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/** A line of the log whose message, values and exceptions' messages are redacted; all else is as it was. */
final class RedactedEvent extends LoggingEvent {

    private final ILoggingEvent original;

    RedactedEvent(ILoggingEvent original) {
        this.original = original;
        setLoggerContextRemoteView(original.getLoggerContextVO());
        setLoggerName(original.getLoggerName());
        setLevel(original.getLevel());
        setThreadName(original.getThreadName());
        setInstant(original.getInstant());
        setSequenceNumber(original.getSequenceNumber());
        setMDCPropertyMap(original.getMDCPropertyMap());
        setMessage(Telling.of(String.valueOf(original.getFormattedMessage())));
        List<Marker> markers = original.getMarkerList();
        if (markers != null) {
            markers.forEach(this::addMarker);
        }
        List<KeyValuePair> pairs = original.getKeyValuePairs();
        if (pairs != null) {
            setKeyValuePairs(pairs.stream().map(RedactedEvent::redacted).toList());
        }
    }

    @Override
    public @Nullable IThrowableProxy getThrowableProxy() {
        return RedactedThrowable.of(original.getThrowableProxy());
    }

    @Override
    public boolean hasCallerData() {
        return original.hasCallerData();
    }

    @Override
    public StackTraceElement[] getCallerData() {
        return original.getCallerData();
    }

    private static KeyValuePair redacted(KeyValuePair pair) {
        boolean isPlain = pair.value == null || pair.value instanceof Number || pair.value instanceof Boolean;
        return isPlain ? pair : new KeyValuePair(pair.key, Telling.of(pair.value.toString()));
    }
}
