package io.tutti.faults;

import java.nio.file.Path;

/** With PostgreSQL and a separate Artemis. */
class KillOnServersIT extends KillFaults {

    @Override
    Site site(Path directory) throws Exception {
        return Site.servers(directory);
    }
}
