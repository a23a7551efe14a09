package io.tutti.faults;

import io.tutti.failure.Failpoint;
import java.nio.file.Path;

/** With PostgreSQL and a separate Artemis. */
class FailpointOnServersIT extends FailpointIT {

    @Override
    Site site(Path directory) throws Exception {
        return Site.servers(directory);
    }

    @Override
    boolean isHere(Failpoint point) {
        return !super.isHere(point);
    }
}
