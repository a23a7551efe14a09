package io.tutti.waiting;

import io.tutti.commit.Write;
import io.tutti.task.Call;
import io.tutti.task.TaskRun;
import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** How long a task's wait for something else, such as a person, lasts at most. Thread-safe. */
@Component
public final class Deadlines {

    private final JdbcWaits waits;
    private final Clock clock;

    Deadlines(JdbcWaits waits, Clock clock) {
        this.waits = waits;
        this.clock = clock;
    }

    /** The row that lets the task go on after {@code longest} if it still waits at {@code call}. */
    public Write set(TaskRun run, Call call, Duration longest) {
        return JdbcWaits.insert(
                wait(run, call), run.tenant(), null, clock.instant().plus(longest));
    }

    /** Whether a deadline was set for {@code call} and is over. */
    public boolean isOver(TaskRun run, Call call) {
        return waits.isDue(wait(run, call)).orElse(false);
    }

    /** The row that takes a deadline away; it touches nothing when there is none. */
    public Write clear(TaskRun run, Call call) {
        return JdbcWaits.delete(wait(run, call));
    }

    private static JdbcWaits.Wait wait(TaskRun run, Call call) {
        return new JdbcWaits.Wait(run.taskId(), call.key());
    }
}
