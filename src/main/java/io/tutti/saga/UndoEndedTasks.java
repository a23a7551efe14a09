package io.tutti.saga;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.tutti.commit.Write;
import io.tutti.task.NewTask;
import io.tutti.task.Reply;
import io.tutti.task.Task;
import io.tutti.task.TaskEnding;
import io.tutti.task.TaskStatus;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Hands the undos of a task that fails or is cancelled to a task of the flow {@code compensate}, in the transaction of its
 * end. What is undone holds no more: such a task is not redriven, and nothing takes its undone steps over. Thread-safe.
 */
@Component
final class UndoEndedTasks implements TaskEnding {

    static final String FLOW = "compensate";

    private final JdbcCompensations rows;
    private final ObjectMapper json;

    UndoEndedTasks(JdbcCompensations rows, ObjectMapper json) {
        this.rows = rows;
        this.json = json;
    }

    @Override
    public Optional<NewTask> follower(Task ended, List<Write> change) {
        if (ended.status() == TaskStatus.COMPLETED) {
            return Optional.empty();
        }
        List<Undo> open = rows.open(ended.id());
        change.add(rows.unchanged(ended.id(), open.size()));
        if (open.isEmpty()) {
            return Optional.empty();
        }
        change.add(rows.handOver(ended.id()));
        return Optional.of(new NewTask(
                FLOW,
                input(open),
                ended.conversation(),
                NewTask.UNDO_KEY + ended.id(),
                ended.principal(),
                ended.tenant(),
                new Reply.Nowhere(),
                ended.trace().below(ended.id())));
    }

    @Override
    public List<Write> reopened(String taskId) {
        return List.of(rows.refuseRedrive(taskId));
    }

    @Override
    public List<Write> restarted(String taskId) {
        return List.of(rows.refuseRestart(taskId));
    }

    @Override
    public List<Write> forked(String taskId, String from) {
        return List.of(rows.refuseFork(taskId, from));
    }

    private JsonNode input(List<Undo> undos) {
        ArrayNode input = json.createArrayNode();
        undos.forEach(undo -> input.addObject().put("undo", undo.id()).put("step", undo.step()));
        return input;
    }
}
