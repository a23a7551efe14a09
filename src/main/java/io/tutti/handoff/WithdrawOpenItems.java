package io.tutti.handoff;

import io.tutti.commit.Write;
import io.tutti.task.Task;
import io.tutti.task.TaskEnding;
import io.tutti.task.TaskStatus;
import java.util.List;
import org.springframework.stereotype.Component;

/** A task that was cancelled or failed asks nobody any more. */
@Component
final class WithdrawOpenItems implements TaskEnding {

    @Override
    public List<Write> rows(Task ended) {
        return ended.status() == TaskStatus.COMPLETED ? List.of() : List.of(JdbcInbox.withdraw(ended.id()));
    }
}
