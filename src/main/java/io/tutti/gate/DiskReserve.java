package io.tutti.gate;

import io.tutti.failure.Unavailable;
import java.io.File;
import org.springframework.util.unit.DataSize;

/**
 * The room that the hub leaves on the disk of its data directory, so that it finishes what it has begun and never fills
 * the disk itself. Thread-safe.
 */
public final class DiskReserve {

    private final File data;
    private final DataSize reserve;

    /** @param reserve how much must be free where {@code data} lies */
    public DiskReserve(File data, DataSize reserve) {
        this.data = data;
        this.reserve = reserve;
    }

    /** How much must be free. */
    public DataSize size() {
        return reserve;
    }

    /** Whether it is free; asks the operating system, which takes microseconds. */
    public boolean isThere() {
        return data.getUsableSpace() >= reserve.toBytes();
    }

    /** @throws Unavailable when it is not free */
    public void require() {
        if (!isThere()) {
            throw new Unavailable(
                    "The hub's disk is nearly full: %d MB are free in %s and %d MB have to be, so no new work is taken. Make room; the hub goes on by itself."
                            .formatted(
                                    DataSize.ofBytes(data.getUsableSpace()).toMegabytes(),
                                    data,
                                    reserve.toMegabytes()));
        }
    }
}
