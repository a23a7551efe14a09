package io.tutti.gate;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.stereotype.Component;

/** Lets load balancers turn away from a hub that is drained. */
@Component("drainHealthIndicator")
final class DrainHealth implements HealthIndicator {

    private static final Status DRAINING = new Status("DRAINING");

    private final Drain drain;

    DrainHealth(Drain drain) {
        this.drain = drain;
    }

    @Override
    public Health health() {
        return Health.status(drain.isOn() ? DRAINING : Status.UP).build();
    }
}
