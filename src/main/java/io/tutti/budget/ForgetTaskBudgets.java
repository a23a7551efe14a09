package io.tutti.budget;

import io.tutti.commit.Write;
import io.tutti.task.Task;
import io.tutti.task.TaskEnding;
import java.util.List;
import org.springframework.stereotype.Component;

/** A task's own budget ends with the task: what is redriven, is on a person's word, and begins with a whole one. */
@Component
final class ForgetTaskBudgets implements TaskEnding {

    private final Budgets budgets;

    ForgetTaskBudgets(Budgets budgets) {
        this.budgets = budgets;
    }

    @Override
    public List<Write> rows(Task ended) {
        return budgets.forgetTask(ended.id());
    }
}
