package io.tutti.waiting;

import io.tutti.commit.Write;
import io.tutti.retention.TaskForgetting;
import io.tutti.task.Task;
import io.tutti.task.TaskEnding;
import io.tutti.task.TaskStatus;
import java.util.List;
import org.springframework.stereotype.Component;

/** A cancelled task waits for nothing, and its parts are to be cancelled too. A failed one may be redriven and then goes on waiting; a completed one does not wait. What is deleted waits no more. */
@Component
final class ForgetWaits implements TaskEnding, TaskForgetting {

    @Override
    public List<Write> rows(Task ended) {
        return ended.status() == TaskStatus.CANCELLED ? JdbcWaits.withdraw(ended.id()) : List.of();
    }

    @Override
    public List<Write> rows(List<String> taskIds) {
        return taskIds.stream().map(JdbcWaits::deleteAll).toList();
    }
}
