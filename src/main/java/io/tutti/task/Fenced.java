package io.tutti.task;

import io.tutti.failure.Reason;
import io.tutti.failure.Refused;

/** A change came too late: the task was cancelled, or another hub has taken it. The run stops and writes nothing. */
final class Fenced extends Refused {

    private static final long serialVersionUID = 1L;

    Fenced(Fence fence) {
        super(
                Reason.CONFLICT,
                "Task %s was to be changed in epoch %d, but it was cancelled or another hub has taken it; this run stops."
                        .formatted(fence.taskId(), fence.epoch()));
    }
}
