package io.tutti.task;

import io.tutti.home.Home;
import io.tutti.home.IdSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.stereotype.Component;

/** Who holds leases: this hub, known over restarts by {@code data/hub.id}, and this start of it. Immutable. */
@Component
final class Owner {

    private final String hub;
    private final String name;

    Owner(Home home, IdSource ids) {
        this.hub = hub(home.data("hub.id"), ids);
        this.name = hub + ":" + ids.next();
    }

    /** The same over restarts. */
    String hub() {
        return hub;
    }

    /** Of this start alone. */
    String name() {
        return name;
    }

    private static String hub(Path file, IdSource ids) {
        try {
            if (Files.notExists(file)) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, ids.next());
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("The hub's name could not be kept in " + file + "; is data/ writable?", e);
        }
    }
}
