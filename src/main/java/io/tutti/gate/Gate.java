package io.tutti.gate;

import io.tutti.failure.Unavailable;
import org.springframework.stereotype.Component;

/** What every door asks before it takes work. Thread-safe. */
@Component
public final class Gate {

    private final Drain drain;
    private final DiskReserve disk;

    /** Open while {@code drain} is off and {@code disk} is there. */
    public Gate(Drain drain, DiskReserve disk) {
        this.drain = drain;
        this.disk = disk;
    }

    /** @throws Unavailable with the reason, when no work is taken */
    public void requireOpen() {
        drain.requireOff();
        disk.require();
    }

    /** Whether work is taken. */
    public boolean isOpen() {
        return !drain.isOn() && disk.isThere();
    }
}
