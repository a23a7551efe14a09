package io.tutti.waiting;

import io.tutti.commit.Write;
import io.tutti.task.NewTask;
import io.tutti.task.Task;
import io.tutti.task.TaskEnding;
import java.time.Clock;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Counts a part of a {@link Scatter} that has ended, in the transaction of its end, until it runs again. */
@Component
final class CountPart implements TaskEnding {

    private static final Pattern PART = Pattern.compile(Pattern.quote(NewTask.PART_KEY) + "[^:]+:([^:]+):\\d+");

    private final Clock clock;

    CountPart(Clock clock) {
        this.clock = clock;
    }

    @Override
    public List<Write> rows(Task ended) {
        Matcher part = PART.matcher(ended.key());
        if (!part.matches()) {
            return List.of();
        }
        return List.of(JdbcWaits.count(part.group(1), ended.status(), clock.instant()));
    }

    @Override
    public List<Write> reopened(String taskId) {
        return List.of(JdbcWaits.discount(taskId));
    }
}
