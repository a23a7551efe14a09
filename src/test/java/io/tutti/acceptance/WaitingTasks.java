package io.tutti.acceptance;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tutti.Hub;
import io.tutti.task.NewTask;
import io.tutti.task.Reply;
import io.tutti.task.Task;
import io.tutti.task.TaskStatus;
import io.tutti.task.Tasks;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
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
    private static final Duration QUIET = Duration.ofSeconds(5);

    private final Tasks tasks;
    private final ConnectionFactory broker;

    private WaitingTasks(Tasks tasks, ConnectionFactory broker) {
        this.tasks = tasks;
        this.broker = broker;
    }

    public static void main(String[] arguments) throws Exception {
        var options = Arrays.copyOfRange(arguments, 1, arguments.length);
        try (var hub = new SpringApplication(Hub.class).run(options)) {
            var waiting = new WaitingTasks(
                    hub.getBean(Tasks.class), hub.getBean("connectionFactory", ConnectionFactory.class));
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
                    "waits-long", TextNode.valueOf("x"), null, null, "admin", "default", new Reply.Nowhere());
            Task task = tasks.await(tasks.accept(request).task().id(), PATIENCE);
            if (task.status() != TaskStatus.WAITING) {
                throw new AssertionError("A task does not wait: " + task);
            }
        }
        readTrail();
    }

    /** What nobody reads from the queue {@code tutti.audit} is kept by the broker, up to 64 MB of it in memory. */
    private void readTrail() {
        try (JMSContext jms = broker.createContext()) {
            var trail = jms.createConsumer(jms.createQueue("tutti.audit"));
            while (trail.receive(QUIET.toMillis()) != null) {
                // One after the other.
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
