package io.tutti.faults;

import java.nio.file.Path;

/** With the database and the broker inside the hub. */
class KillIT extends KillFaults {

    @Override
    Site site(Path directory) {
        return Site.embedded(directory);
    }
}
