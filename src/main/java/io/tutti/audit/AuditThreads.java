package io.tutti.audit;

import java.util.List;
import org.springframework.context.SmartLifecycle;

/** The sealer's, the publisher's and the pruner's threads, which run from the start of the hub until its routes have stopped. */
final class AuditThreads implements SmartLifecycle {

    private final List<Recurring> threads;
    private volatile boolean running;

    AuditThreads(List<Recurring> threads) {
        this.threads = threads;
    }

    @Override
    public void start() {
        running = true;
        threads.forEach(Recurring::start);
    }

    @Override
    public void stop() {
        running = false;
        threads.forEach(Recurring::stop);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Below Camel's, so that what the last tasks leave is sealed too. */
    @Override
    public int getPhase() {
        return 0;
    }
}
