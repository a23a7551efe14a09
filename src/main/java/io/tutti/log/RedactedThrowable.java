package io.tutti.log;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import io.tutti.redaction.Telling;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An exception in the log whose message, and those of its causes, are redacted. */
record RedactedThrowable(IThrowableProxy original) implements IThrowableProxy {

    static @Nullable IThrowableProxy of(@Nullable IThrowableProxy original) {
        return original == null ? null : new RedactedThrowable(original);
    }

    @Override
    public @Nullable String getMessage() {
        return redacted(original.getMessage());
    }

    @Override
    public @Nullable String getOverridingMessage() {
        return redacted(original.getOverridingMessage());
    }

    @Override
    public String getClassName() {
        return original.getClassName();
    }

    @Override
    public StackTraceElementProxy[] getStackTraceElementProxyArray() {
        return original.getStackTraceElementProxyArray();
    }

    @Override
    public int getCommonFrames() {
        return original.getCommonFrames();
    }

    @Override
    public @Nullable IThrowableProxy getCause() {
        return of(original.getCause());
    }

    @Override
    public IThrowableProxy[] getSuppressed() {
        return Stream.of(original.getSuppressed()).map(RedactedThrowable::new).toArray(IThrowableProxy[]::new);
    }

    @Override
    public boolean isCyclic() {
        return original.isCyclic();
    }

    private static @Nullable String redacted(@Nullable String text) {
        return text == null ? null : Telling.of(text);
    }
}
