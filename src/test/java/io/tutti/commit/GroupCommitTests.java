package io.tutti.commit;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.failure.Unavailable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class GroupCommitTests {

    private static final String INSERT = "INSERT INTO thing (id, name) VALUES (?, ?)";

    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicBoolean away = new AtomicBoolean();
    private volatile CountDownLatch answering = new CountDownLatch(0);
    private DataSource database;
    private JdbcClient jdbc;
    private GroupCommit commits;

    @BeforeEach
    void open() {
        database =
                new DelegatingDataSource(
                        new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1")) {
                    @Override
                    public Connection getConnection() throws SQLException {
                        connections.incrementAndGet();
                        if (away.get()) {
                            awaitUninterruptibly(answering);
                            throw new SQLException("the database is away", "08001");
                        }
                        return super.getConnection();
                    }
                };
        jdbc = JdbcClient.create(database);
        jdbc.sql("CREATE TABLE thing (id INTEGER PRIMARY KEY, name VARCHAR(20))")
                .update();
        connections.set(0);
        commits = new GroupCommit(database);
    }

    @AfterEach
    void close() throws InterruptedException {
        commits.close();
    }

    @Test
    void writesAllOfAChangeOrNothing() {
        var failing = List.of(
                Write.of(INSERT, 1, "a"),
                Write.of("UPDATE thing SET name = 'x' WHERE id = ?", 99)
                        .orElse(() -> new Refused(Reason.CONFLICT, "Nobody has number 99.")));
        assertThatThrownBy(() -> commits.commit(failing))
                .isInstanceOf(Refused.class)
                .hasMessage("Nobody has number 99.");
        assertThat(rows()).isZero();
        commits.commit(List.of(Write.of(INSERT, 1, "a"), Write.of(INSERT, 2, null)));
        assertThat(rows()).isEqualTo(2);
    }

    @Test
    void failsOnlyTheBadOnesOfManyConcurrentChanges() throws Exception {
        List<Future<?>> results = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 500; i++) {
                int id = i % 10 == 9 ? 0 : i;
                results.add(threads.submit(() -> commits.commit(List.of(Write.of(INSERT, id, "n")))));
            }
        }
        int refused = 0;
        for (Future<?> result : results) {
            refused += isRefused(result) ? 1 : 0;
        }
        assertThat(refused).isEqualTo(50);
        assertThat(rows()).isEqualTo(450);
        assertThat(connections.get())
                .as("groups, not one transaction for each change")
                .isLessThan(450);
    }

    @Test
    void tellsEveryWaitingCallerWhenTheDatabaseIsAwayAndGoesOnWhenItIsBack() {
        away.set(true);
        assertThatThrownBy(() -> commits.commit(List.of(Write.of(INSERT, 1, "a"))))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("08001");
        away.set(false);
        commits.commit(List.of(Write.of(INSERT, 1, "a")));
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void tellsAtOnceWhoeverCameWhileTheDatabaseWasAskedInVain() {
        away.set(true);
        answering = new CountDownLatch(1);
        List<Throwable> told = new CopyOnWriteArrayList<>();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            int id = i;
            callers.add(Thread.ofPlatform().start(() -> {
                try {
                    commits.commit(List.of(Write.of(INSERT, id, "n")));
                } catch (Unavailable e) {
                    told.add(e);
                }
            }));
        }
        await().atMost(10, SECONDS)
                .until(() -> connections.get() == 1
                        && callers.stream().allMatch(caller -> caller.getState() == Thread.State.WAITING));
        answering.countDown();
        await().atMost(10, SECONDS).until(() -> told.size() == 10);
        assertThat(told).allMatch(DatabaseAway.class::isInstance);
        assertThat(connections).as("tries").hasValue(1);
    }

    @Test
    void wakesOnlyThoseWhoseTableGotARow() {
        jdbc.sql("CREATE TABLE thing_else (id INTEGER PRIMARY KEY)").update();
        AtomicInteger things = new AtomicInteger();
        AtomicInteger others = new AtomicInteger();
        commits.afterInsert("thing", things::incrementAndGet);
        commits.afterInsert("thing_else", others::incrementAndGet);
        commits.commit(List.of(Write.of(INSERT, 1, "one")));
        commits.commit(List.of(Write.of("UPDATE thing SET name = ?", "two")));
        commits.commit(List.of(Write.of("INSERT INTO thing_else (id) VALUES (?)", 1)));
        await().until(() -> others.get() == 1);
        assertThat(things).as("the listeners are called in order").hasValue(1);
    }

    @Test
    void refusesChangesOnceItIsClosed() throws InterruptedException {
        commits.close();
        assertThatThrownBy(() -> commits.commit(List.of(Write.of(INSERT, 1, "a"))))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("stopping");
    }

    private static boolean isRefused(Future<?> result) throws InterruptedException {
        try {
            result.get();
            return false;
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(Unavailable.class).hasMessageContaining("23505");
            return true;
        }
    }

    private int rows() {
        return jdbc.sql("SELECT COUNT(*) FROM thing").query(Integer.class).single();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
