package io.tutti.task;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.stereotype.Component;

/** Callers of this hub that wait for a task to end or to start waiting. Thread-safe. */
@Component
final class TaskWaiters {

    private final Map<String, List<CompletableFuture<Task>>> waiting = new ConcurrentHashMap<>();

    CompletableFuture<Task> join(String taskId) {
        var told = new CompletableFuture<Task>();
        waiting.compute(taskId, (id, others) -> {
            var all = others == null ? new CopyOnWriteArrayList<CompletableFuture<Task>>() : others;
            all.add(told);
            return all;
        });
        return told;
    }

    void leave(String taskId, CompletableFuture<Task> told) {
        waiting.computeIfPresent(taskId, (id, all) -> {
            all.remove(told);
            return all.isEmpty() ? null : all;
        });
    }

    void tell(Task task) {
        var all = waiting.remove(task.id());
        if (all != null) {
            all.forEach(told -> told.complete(task));
        }
    }
}
