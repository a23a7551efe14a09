package io.tutti.acceptance;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tutti.Hub;
import io.tutti.commit.Commits;
import io.tutti.commit.Write;
import io.tutti.task.NewTask;
import io.tutti.task.Reply;
import io.tutti.task.Task;
import io.tutti.task.TaskStatus;
import io.tutti.task.Tasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A whole hub in this process, and so many tasks of five steps in flight at once, each begun when one before is done: the
 * rate, the time of one, and beside them the same rows written by plain JDBC. {@code FiveSteps <label> <options of the
 * hub>}; {@code -Dseconds=10} for each figure.
 */
final class FiveSteps {

    private static final Duration EACH = Duration.ofSeconds(Integer.getInteger("seconds", 10));
    private static final int IN_FLIGHT = 64;

    /** The Java compiler takes a while, and a core: after so many times it has compiled what is often run. */
    private static final int WARM_UPS = 4;

    private final String label;
    private final Tasks tasks;
    private final MeasuredCommits commits;
    private final DataSource database;

    private FiveSteps(String label, ConfigurableApplicationContext hub) {
        this.label = label;
        this.tasks = hub.getBean(Tasks.class);
        this.commits = (MeasuredCommits) hub.getBean(Commits.class);
        this.database = hub.getBean("dataSource", DataSource.class);
    }

    public static void main(String[] arguments) throws Exception {
        var application = new SpringApplication(Hub.class, MeasuredCommits.Instead.class);
        var options = Arrays.copyOfRange(arguments, 1, arguments.length);
        try (var hub = application.run(options)) {
            new FiveSteps(arguments[0], hub).measure();
        }
        System.exit(0);
    }

    private void measure() throws Exception {
        for (int i = 0; i < WARM_UPS; i++) {
            rate(IN_FLIGHT);
        }
        var many = rate(IN_FLIGHT);
        say("64 in flight", many.perSecond(), "tasks/s");
        say("64 in flight, p50", many.millis(50), "ms");
        say("64 in flight, p99", many.millis(99), "ms");
        rate(1);
        var one = rate(1);
        say("one at a time", one.perSecond(), "tasks/s");
        say("one at a time, p50", one.millis(50), "ms");
        say("one at a time, p99", one.millis(99), "ms");
        List<List<Write>> rows = commits.recorded(() -> run());
        commits.alone(true);
        say("64 in flight, each change a transaction", rate(IN_FLIGHT).perSecond(), "tasks/s");
        commits.alone(false);
        var raw = new RawRows(database, rows);
        raw.perSecond(IN_FLIGHT, EACH.dividedBy(2));
        say("raw: the same rows, 64 tasks a transaction", raw.perSecond(IN_FLIGHT, EACH), "tasks/s");
        raw.perSecond(1, EACH.dividedBy(2));
        say("raw: the same rows, one task at a time", 1e3 / raw.perSecond(1, EACH), "ms");
    }

    private void say(String what, double figure, String unit) {
        Figure.say("five steps, " + label + ", " + what, figure, unit);
    }

    private Rate rate(int inFlight) throws Exception {
        long end = System.nanoTime() + EACH.toNanos();
        long began = System.nanoTime();
        List<Double> millis = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Double>>> loops = new ArrayList<>();
            for (int i = 0; i < inFlight; i++) {
                loops.add(threads.submit(() -> loop(end)));
            }
            for (var loop : loops) {
                millis.addAll(loop.get());
            }
        }
        return new Rate(
                millis.size() / Figure.secondsSince(began),
                millis.stream().sorted().toList());
    }

    private List<Double> loop(long end) throws InterruptedException {
        List<Double> millis = new ArrayList<>();
        while (System.nanoTime() < end) {
            long began = System.nanoTime();
            run();
            millis.add(Figure.secondsSince(began) * 1e3);
        }
        return millis;
    }

    private Task run() throws InterruptedException {
        var request = new NewTask(
                "five-steps", TextNode.valueOf("zero"), null, null, "bench", "default", new Reply.Nowhere());
        Task ended = tasks.await(tasks.accept(request).task().id(), Duration.ofSeconds(60));
        if (ended.status() != TaskStatus.COMPLETED) {
            throw new AssertionError("A task is " + ended.status());
        }
        return ended;
    }

    private record Rate(double perSecond, List<Double> sorted) {

        double millis(int percentile) {
            return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percentile / 100));
        }
    }
}
