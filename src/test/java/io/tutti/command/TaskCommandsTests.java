package io.tutti.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskCommandsTests {

    private final FakeHub hub = new FakeHub();
    private final Shell shell = Shell.at(hub);

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void listsTasksInAlignedColumns() {
        hub.answers("GET /api/tasks", 200, "[" + Samples.COMPLETED + "," + Samples.FAILED + "]");

        var result = shell.run("tasks");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out().lines())
                .containsExactly(
                        "TASK                                  STATUS     FLOW              CREATED                  TOOK       USD  INPUT",
                        "0197d3a2-5b1c-7c3e-9f00-000000000001  COMPLETED  customer-support  2026-11-23T10:00:00Z    34 ms  0.001234  Where is my order HP-10…",
                        "0197d3a2-5b1c-7c3e-9f00-000000000001  FAILED     customer-support  2026-11-23T10:00:00Z  1.5 min            Hello");
    }

    @Test
    void sendsTheFiltersThatWereGiven() {
        hub.answers("GET /api/tasks", 200, "[]");

        var result = shell.run("tasks", "--flow", "a&b", "--status", "failed", "--limit", "5");

        assertThat(hub.lastRequest().line()).isEqualTo("GET /api/tasks?flow=a%26b&limit=5&status=FAILED");
        assertThat(hub.lastRequest().authorization()).isEqualTo("Bearer sesame");
        assertThat(result.out().strip()).isEqualTo("No task fits.");
    }

    @Test
    void printsTheHubsOwnJsonWhenAsked() {
        hub.answers("GET /api/tasks", 200, "[" + Samples.RUNNING + "]");

        assertThat(shell.run("tasks", "--json").out().strip()).isEqualTo("[" + Samples.RUNNING + "]");
    }

    @Test
    void showsATaskWithItsJournal() {
        hub.answers("GET /api/tasks/" + Samples.ID, 200, Samples.COMPLETED);
        hub.answers("GET /api/tasks/" + Samples.ID + "/journal", 200, Samples.JOURNAL);

        var result = shell.run("task", Samples.ID);

        assertThat(result.out().lines())
                .contains(
                        "Status    COMPLETED",
                        "Ended     2026-11-23T10:00:00Z, after 34 ms",
                        "Cost      $0.001234 for 2 model calls (812 tokens in, 96 out) and 3 tool calls",
                        "Answer",
                        "  Your order HP-10023 was shipped on 2026-11-20.",
                        "Ticket  T-1042",
                        "#  KIND   KEY             STATUS                      TOOK  MODEL       USD  RESULT",
                        "1  step   classify        DONE                        3 ms                   {\"intent\":\"order-status…",
                        "2  model  answer/model-1  DONE, attempt 2, repeated  1.3 s  fast   0.001234  It was shipped.");
    }

    @Test
    void printsOnlyTheJournalForAProgram() {
        hub.answers("GET /api/tasks/" + Samples.ID + "/journal", 200, Samples.JOURNAL);

        var result = shell.run("task", Samples.ID, "--journal", "--json");

        assertThat(result.out().strip()).isEqualTo(Samples.JOURNAL.strip());
    }

    @Test
    void neverLetsAnIdLeaveItsPlaceInTheAddress() {
        shell.run("task", "../budgets?x=1");

        assertThat(hub.lastRequest().line()).isEqualTo("GET /api/tasks/%2E%2E%2Fbudgets%3Fx%3D1");
    }

    @Test
    void cancelsATask() {
        hub.answers("POST /api/tasks/" + Samples.ID + "/cancel", 200, Samples.RUNNING);

        var result = shell.run("cancel", Samples.ID);

        assertThat(result.out().strip()).isEqualTo("Cancelled task " + Samples.ID + ".");
    }
}
