package io.tutti.acceptance;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tutti.Hub;
import io.tutti.task.NewTask;
import io.tutti.task.Reply;
import io.tutti.task.TaskStatus;
import io.tutti.task.Tasks;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.SpringApplication;

/** A whole hub in this process, and what tasks that wait take of it. {@code WaitingTasks <label> <options of the hub>}. */
final class WaitingTasks {

    private static final int TASKS = 10_000;
    private static final int WARM_UP = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Tasks tasks;

    private WaitingTasks(Tasks tasks) {
        this.tasks = tasks;
    }

    public static void main(String[] arguments) throws Exception {
        var options = Arrays.copyOfRange(arguments, 1, arguments.length);
        try (var hub = new SpringApplication(Hub.class).run(options)) {
            var waiting = new WaitingTasks(hub.getBean(Tasks.class));
            waiting.make(WARM_UP);
            long heap = usedHeap();
            int threads = ManagementFactory.getThreadMXBean().getThreadCount();
            waiting.make(TASKS);
            String what = TASKS + " tasks that wait, " + arguments[0] + ", ";
            Figure.say(what + "heap for each", (usedHeap() - heap) / (double) TASKS, "B");
            int more = ManagementFactory.getThreadMXBean().getThreadCount() - threads;
            Figure.say(what + "more threads", more, "");
        }
        System.exit(0);
    }

    private void make(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            var request = new NewTask(
                    "waits-long", TextNode.valueOf("x"), null, null, "bench", "default", new Reply.Nowhere());
            String id = tasks.accept(request).task().id();
            if (tasks.await(id, PATIENCE).status() != TaskStatus.WAITING) {
                throw new AssertionError("Task " + id + " does not wait");
            }
        }
    }

    /** After full collections, some time apart, since soft references and the hub's own work come and go. */
    private static long usedHeap() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            TimeUnit.SECONDS.sleep(1);
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
