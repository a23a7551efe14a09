package io.tutti.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.tutti.acceptance.Figure;
import io.tutti.access.Asked;
import io.tutti.access.Caller;
import io.tutti.access.Permissions;
import io.tutti.budget.Amount;
import io.tutti.budget.Payer;
import io.tutti.budget.Reservation;
import io.tutti.budget.TestBudgets;
import io.tutti.commit.Write;
import io.tutti.home.ConfigFiles;
import io.tutti.home.Home;
import io.tutti.redaction.Kinds;
import io.tutti.redaction.Redaction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

/**
 * Prints what governance costs, in one thread of one process on an H2 file: {@code mvn verify -Pfigures
 * -Dit.test=GovernanceFigures}.
 */
class GovernanceFigures {

    private static final int WARM_UP = 20_000;
    private static final int CALLS = 20_000;
    private static final int RECORDS = 100_000;

    private static final String ACCESS = """
            principals: {}
            roles:
              support:
                allow:
                  - "pool:default"
                  - {action: "tool:refund", when: "args.amount <= 200.0 && tenant == 'acme'"}
            """;
    private static final String BUDGETS = """
            budgets:
              - {scope: tenant, per: month, usd: 900000}
              - {scope: principal, per: minute, calls: 1000000000}
              - {scope: hub, per: day, tokens: 1000000000000}
            """;
    private static final String MAIL = """
            Dear team, my order HP-10023 of 2026-11-18 has not come yet. Please write to anna.weber@example.com or call
            +49 30 901820. I paid 129.90 EUR from DE89 3704 0044 0532 0130 00, and before with 4111 1111 1111 1111. The parcel was
            handed to the neighbour at number 12, who says that she never saw it; her number is (212) 555-0123. Our router at
            192.168.10.4 shows the courier's app was open at 10:45. Kind regards, Anna Weber, customer since 2019.
            """;

    @TempDir
    Path directory;

    @Test
    void print() throws Exception {
        redaction();
        try (HikariDataSource database = new HikariDataSource()) {
            database.setJdbcUrl("jdbc:h2:file:" + directory.resolve("hub") + ";WRITE_DELAY=0");
            AuditScene scene = new AuditScene(database, directory);
            hotPath(scene);
            verification(scene);
        }
    }

    /** What a call of a model does beside the call: may it, can it be paid, and the record of it with what it cost. */
    private void hotPath(AuditScene scene) throws Exception {
        Path config = Files.createDirectories(directory.resolve("config"));
        Files.writeString(config.resolve("access.yaml"), ACCESS);
        var home = new Home(
                directory, List.of(), List.of(), List.of(Path.of("config").toAbsolutePath(), config));
        var permissions = Permissions.of(ConfigFiles.of(home, new MockEnvironment()), Clock.systemUTC());
        var caller = new Caller("crm", "acme", Set.of("support"));
        var payer = new Payer("acme", "crm", null, null, null, null);
        var asked = new Asked(caller, "pool:default", Map.of(), null, null);
        var conditional = new Asked(caller, "tool:refund", Map.of("amount", 19.9), null, null);
        double[] permission = new double[CALLS];
        double[] condition = new double[CALLS];
        double[] all = new double[CALLS];
        try (var budgets = new TestBudgets(Clock.systemUTC(), BUDGETS, scene.database, scene.trail)) {
            for (int i = -WARM_UP; i < CALLS; i++) {
                long began = System.nanoTime();
                assertThat(permissions.decide(conditional).isAllowed()).isTrue();
                double conditioned = micros(began);
                began = System.nanoTime();
                assertThat(permissions.decide(asked).isAllowed()).isTrue();
                double permitted = micros(began);
                Reservation reservation = budgets.budgets().open(payer);
                reservation.reserve(new Amount(5000, 2000, 1));
                reservation.spent(new Amount(400, 300, 1));
                List<Write> rows = new ArrayList<>(reservation.settle());
                rows.add(scene.trail.record(new AuditEvent(
                        AuditAction.MODEL_CALLED,
                        null,
                        "crm",
                        "acme",
                        "fast",
                        Map.of("outcome", "answered", "ms", 50))));
                budgets.commit(rows);
                if (i >= 0) {
                    permission[i] = permitted;
                    condition[i] = conditioned;
                    all[i] = micros(began);
                }
            }
        }
        Figure.say("permission, p50", median(permission), "us");
        Figure.say("permission with a condition on arguments, p50", median(condition), "us");
        Figure.say("permission, three budgets, audit, committed, p50", median(all), "us");
    }

    private void verification(AuditScene scene) throws Exception {
        for (int i = 0; i < RECORDS / 1000; i++) {
            scene.write(1000);
        }
        scene.sealer.seal();
        long began = System.nanoTime();
        var verdict = scene.verify();
        assertThat(verdict.intact()).isTrue();
        Figure.say("audit verify", verdict.records() / Figure.secondsSince(began), "rows/s");
    }

    private static void redaction() {
        String text = MAIL.repeat(1 + 10_240 / MAIL.length()).substring(0, 10_240);
        double[] millis = new double[2_000];
        for (int i = -2_000; i < millis.length; i++) {
            long began = System.nanoTime();
            var redaction = new Redaction(Kinds.BUILT_IN.all());
            String redacted = redaction.redact(text);
            assertThat(redacted).doesNotContain("anna.weber");
            if (i >= 0) {
                millis[i] = micros(began) / 1e3;
            }
        }
        Figure.say("redaction of 10 KB, all kinds, p50", median(millis), "ms");
    }

    private static double micros(long began) {
        return (System.nanoTime() - began) / 1e3;
    }

    private static double median(double[] figures) {
        Arrays.sort(figures);
        return figures[figures.length / 2];
    }
}
