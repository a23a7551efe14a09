package io.tutti.gate;

import io.tutti.failure.Unavailable;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.stereotype.Component;

/**
 * Whether this hub takes work: it does until an operator drains it, or it is stopped. A drained hub finishes what it runs;
 * a stopping one gives its tasks back at the end of their steps. A restart ends a drain. Thread-safe.
 */
@Component
public final class Drain {

    private enum State {
        OPEN,
        DRAINED,
        STOPPING
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

    /** From now on no work is taken. */
    public void begin() {
        state.compareAndSet(State.OPEN, State.DRAINED);
    }

    /** Work is taken again, unless the hub is stopping. */
    public void end() {
        state.compareAndSet(State.DRAINED, State.OPEN);
    }

    /** The hub is stopping; there is no way back. */
    public void stop() {
        state.set(State.STOPPING);
    }

    /** Whether no work is taken. */
    public boolean isOn() {
        return state.get() != State.OPEN;
    }

    /** Whether the hub ends. */
    public boolean isStopping() {
        return state.get() == State.STOPPING;
    }

    /** @throws Unavailable when no work is taken */
    public void requireOff() {
        if (isOn()) {
            throw new Unavailable("This hub is %s and takes no new work; send it to another hub, or again in a moment."
                    .formatted(isStopping() ? "stopping" : "being drained"));
        }
    }
}
