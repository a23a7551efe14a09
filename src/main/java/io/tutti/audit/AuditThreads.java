package io.tutti.audit;

import org.springframework.context.SmartLifecycle;

/** The sealer's and the publisher's threads, which run from the start of the hub until its routes have stopped. */
final class AuditThreads implements SmartLifecycle {

    private final Recurring sealing;
    private final Recurring publishing;
    private volatile boolean running;

    AuditThreads(Recurring sealing, Recurring publishing) {
        this.sealing = sealing;
        this.publishing = publishing;
    }

    @Override
    public void start() {
        running = true;
        sealing.start();
        publishing.start();
    }

    @Override
    public void stop() {
        running = false;
        sealing.stop();
        publishing.stop();
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
