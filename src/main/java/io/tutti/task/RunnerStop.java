package io.tutti.task;

import io.tutti.gate.Drain;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Stops the runs of tasks in their turn when the hub stops: after the doors, before everything that a running task needs.
 * Thread-safe.
 */
@Component
final class RunnerStop implements SmartLifecycle {

    private final TaskRunner runner;
    private final Drain drain;
    private volatile boolean running;

    RunnerStop(TaskRunner runner, Drain drain) {
        this.runner = runner;
        this.drain = drain;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 1;
    }

    @Override
    public void stop() {
        running = false;
        drain.stop();
        runner.close();
    }
}
