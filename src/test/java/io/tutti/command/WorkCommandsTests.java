package io.tutti.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkCommandsTests {

    private static final String ITEM = """
            {"id":"i-1","task":"t-1","key":"ask","tenant":"default","flow":"customer-support","status":"OPEN",
             "case":{"question":{"text":"Refund me 900 euros","customer":"anna@example.com"},
                     "reason":"The amount is above the limit.",
                     "evidence":[{"source":"order HP-10023","text":"It cost EUR 900.00."}],
                     "suggestion":"We will refund it."},
             "decision":null,"output":null,"reason":null,"decidedBy":null,
             "createdAt":"2026-11-23T10:00:00.5Z","decidedAt":null}
            """;
    private static final String LETTER = """
            {"id":"d-1","task":"t-1","tenant":"default","flow":"customer-support","step":"answer","kind":"unavailable",
             "message":"No model answered.","createdAt":"2026-11-23T10:00:00Z","redrivenBy":null,"redrivenAt":null}
            """;

    private final FakeHub hub = new FakeHub();
    private final Shell shell = Shell.at(hub);

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void makesAPrincipalAndShowsItsTokenOnce() {
        hub.answers("POST /api/principals", 201, """
                {"name": "crm", "tenant": "acme", "roles": ["clerk", "viewer"], "token": "5f1d", "expiresAt": null}""");

        assertThat(new Shell(Map.of(), "")
                        .run("principals", "add", "crm", "--roles", "clerk,viewer", "--url", hub.url(), "--token", "t")
                        .out()
                        .lines())
                .containsExactly(
                        "Principal  crm of acme",
                        "Roles      clerk, viewer",
                        "Token      5f1d",
                        "Keep the token now; it is shown only once.");
        assertThat(shell.run("principals", "add", "crm").exitCode()).isEqualTo(2);
    }

    @Test
    void killsAndListsWhatIsStopped() {
        hub.answers("PUT /api/kill-switches/model/gpt%2E5", 200, "{}");
        hub.answers("GET /api/kill-switches", 200, """
                [{"kind": "model", "name": "gpt.5", "reason": "it lies", "by": "anna", "at": "2026-11-23T10:00:00Z"}]""");

        assertThat(shell.run("kill", "model", "gpt.5", "--reason", "it lies")
                        .out()
                        .strip())
                .isEqualTo("The model 'gpt.5' is stopped on all hubs.");
        assertThat(shell.run("kill").out().lines())
                .containsExactly(
                        "KIND   NAME   BY    SINCE                 REASON",
                        "model  gpt.5  anna  2026-11-23T10:00:00Z  it lies");
        assertThat(shell.run("kill", "model", "gpt.5").err()).contains("Say why with --reason");
        assertThat(shell.run("kill", "model").exitCode()).isEqualTo(2);
    }

    @Test
    void listsTheInbox() {
        hub.answers("GET /api/inbox", 200, "[" + ITEM + "]");

        assertThat(shell.run("inbox").out().lines())
                .containsExactly(
                        "ID   SINCE                 FLOW              REASON                          QUESTION",
                        "i-1  2026-11-23T10:00:00Z  customer-support  The amount is above the limit.  Refund me 900 euros");
    }

    @Test
    void showsACaseWithItsEvidenceAndSuggestion() {
        hub.answers("GET /api/inbox/i-1", 200, ITEM);

        assertThat(shell.run("inbox", "i-1").out()).isEqualToNormalizingNewlines("""
                        Case    i-1
                        Task    t-1
                        Flow    customer-support
                        Since   2026-11-23T10:00:00Z
                        Status  OPEN
                        Reason  The amount is above the limit.

                        Question
                          Refund me 900 euros

                        Evidence: order HP-10023
                          It cost EUR 900.00.

                        Suggested answer
                          We will refund it.
                        """);
    }

    @Test
    void listsBudgets() {
        hub.answers("GET /api/budgets", 200, """
                [{"scope":"tenant","name":"acme","per":"month","unit":"usd","limit":"500.000000","spent":"1.250000",
                  "inDoubt":"0.000000","reserved":"0.010000","left":"498.740000","from":"2026-11-01T00:00:00Z",
                  "until":"2026-12-01T00:00:00Z"}]
                """);

        assertThat(shell.run("budgets").out().lines())
                .containsExactly(
                        "SCOPE   NAME  PER    UNIT       LIMIT     SPENT  IN DOUBT  RESERVED        LEFT  UNTIL",
                        "tenant  acme  month  usd   500.000000  1.250000  0.000000  0.010000  498.740000  2026-12-01T00:00:00Z");
    }

    @Test
    void saysThatNoBudgetWasUsed() {
        hub.answers("GET /api/budgets", 200, "[]");

        assertThat(shell.run("budgets").out().strip()).isEqualTo("No budget has been used.");
    }

    @Test
    void saysThatNothingWaits() {
        hub.answers("GET /api/inbox", 200, "[]");

        assertThat(shell.run("inbox").out().strip()).isEqualTo("Nothing waits for a person.");
        assertThat(shell.run("inbox", "--json").out().strip()).isEqualTo("[]");
    }

    @Test
    void sendsADecision() {
        hub.answers("POST /api/inbox/i-1/decision", 200, ITEM);

        var result = shell.run("decide", "i-1", "edit", "--output", "We refund half.", "--reason", "Worn.");

        assertThat(result.out().strip()).isEqualTo("Decided: edit. The task goes on.");
        assertThat(hub.lastRequest().body())
                .isEqualTo("{\"decision\":\"edit\",\"output\":\"We refund half.\",\"reason\":\"Worn.\"}");
    }

    @Test
    void wantsAnAnswerWhenOneIsNeeded() {
        var result = shell.run("decide", "i-1", "answer");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).startsWith("'answer' needs your answer; give it by --output.");
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void refusesAnAnswerThatWouldBeIgnored() {
        assertThat(shell.run("decide", "i-1", "approve", "--output", "x").exitCode())
                .isEqualTo(2);
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void tellsWhoDecidedFirst() {
        hub.answers("POST /api/inbox/i-1/decision", 409, "{\"detail\":\"Item i-1 is DECIDED by ben.\"}");

        var result = shell.run("decide", "i-1", "approve");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err().strip()).isEqualTo("Item i-1 is DECIDED by ben.");
    }

    @Test
    void listsDeadLetters() {
        hub.answers("GET /api/dead-letters", 200, "[" + LETTER + "]");

        assertThat(shell.run("dead-letters").out().lines())
                .containsExactly(
                        "ID   TASK  SINCE                 FLOW              STEP    KIND         REASON",
                        "d-1  t-1   2026-11-23T10:00:00Z  customer-support  answer  unavailable  No model answered.");
    }

    @Test
    void redrivesOneWithAnotherPool() {
        hub.answers("POST /api/dead-letters/d-1/redrive", 202, Samples.RUNNING);

        shell.run("redrive", "d-1", "--pool", "careful");

        assertThat(hub.lastRequest().body()).isEqualTo("{\"pool\":\"careful\"}");
    }

    @Test
    void redrivesOneFromAStepWithAnotherInput() {
        hub.answers("POST /api/dead-letters/d-1/redrive", 202, Samples.RUNNING);

        var result = shell.run("redrive", "d-1", "--from", "answer", "--input", "{\"a\":1}", "--as", "json");

        assertThat(hub.lastRequest().body()).isEqualTo("{\"from\":\"answer\",\"input\":{\"a\":1}}");
        assertThat(result.out().strip()).isEqualTo("Redriven: task " + Samples.ID + " goes on.");
    }

    @Test
    void redrivesAllOfAFlowAtARate() {
        hub.answers("POST /api/dead-letters/redrive", 202, "{\"redriven\":7}");

        var result = shell.run("redrive", "--all", "--flow", "f", "--rate", "2.5");

        assertThat(hub.lastRequest().body()).isEqualTo("{\"flow\":\"f\",\"ratePerSecond\":2.5}");
        assertThat(result.out().strip()).isEqualTo("Redriven: 7 dead letters.");
    }

    @Test
    void redrivesNeitherNothingNorBoth() {
        assertThat(shell.run("redrive").exitCode()).isEqualTo(2);
        assertThat(shell.run("redrive", "d-1", "--all").exitCode()).isEqualTo(2);
        assertThat(shell.run("redrive", "d-1", "--rate", "1").exitCode()).isEqualTo(2);
        assertThat(shell.run("redrive", "--all", "--rate", "-1").exitCode()).isEqualTo(2);
        assertThat(shell.run("redrive", "--all", "--pool", "careful").exitCode())
                .isEqualTo(2);
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void listsModels() {
        hub.answers(
                "GET /api/models",
                200,
                "[{\"name\":\"local\",\"provider\":\"local\",\"model\":\"extractive\",\"abilities\":[\"chat\",\"json\"],\"state\":\"ready\"}]");

        assertThat(shell.run("models").out().lines())
                .containsExactly(
                        "NAME   PROVIDER  MODEL       STATE  ABILITIES",
                        "local  local     extractive  ready  chat, json");
    }

    @Test
    void saysThatTheTrailIsIntact() {
        hub.answers("GET /api/audit/verify", 200, "{\"intact\":true,\"records\":12,\"head\":\"ab12\"}");

        var result = shell.run("audit", "verify");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out().lines()).containsExactly("The audit trail is intact.", "Records  12", "Head     ab12");
    }

    @Test
    void endsWithOneWhenTheTrailIsBroken() {
        String broken =
                "{\"intact\":false,\"records\":12,\"head\":\"ab12\",\"firstBroken\":{\"seq\":7,\"kind\":\"SEAL_DELETED\"}}";
        hub.answers("GET /api/audit/verify", 200, broken);

        var shown = shell.run("audit", "verify");
        assertThat(shown.exitCode()).isEqualTo(1);
        assertThat(shown.out().lines())
                .containsExactly(
                        "The audit trail is BROKEN.",
                        "Records       12",
                        "Head          ab12",
                        "First broken  record 7, seal deleted");
        var result = shell.run("audit", "verify", "--json");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out().strip()).isEqualTo(broken);
    }

    @Test
    void holdsATaskAgainstTheTrail() {
        hub.answers("GET /api/audit/verify/t1", 200, "{\"task\":\"t1\",\"intact\":true,\"compared\":5,\"changed\":[]}");
        var same = shell.run("audit", "verify", "--task", "t1");
        assertThat(same.exitCode()).isZero();
        assertThat(same.out().lines()).containsExactly("Task t1 is as it was recorded.", "Compared  5");

        hub.answers(
                "GET /api/audit/verify/t1",
                200,
                "{\"task\":\"t1\",\"intact\":false,\"compared\":5,\"changed\":[\"output\",\"dig/tool-1\"]}");
        var changed = shell.run("audit", "verify", "--task", "t1");
        assertThat(changed.exitCode()).isEqualTo(1);
        assertThat(changed.out().lines())
                .containsExactly(
                        "Task t1 was CHANGED after it was recorded.", "Compared  5", "Changed   output, dig/tool-1");

        assertThat(shell.run("audit", "verify", "--task", "t1", "--offline").exitCode())
                .isEqualTo(2);
    }

    @Test
    void exportsTheTrail(@TempDir Path folder) throws Exception {
        String path =
                "GET /api/audit/export?action=model.called&after=0&format=jsonl&from=2026-01-01T00%3A00%3A00Z&seals=";
        hub.answers(path + "false", 200, "{\"seq\":1}\n{\"seq\":2}\n");
        hub.answers(path + "true", 200, "{\"seq\":1,\"detail\":\"\u202e\"}\n");
        String[] wanted = {"audit", "export", "--action", "model.called", "--from", "2026-01-01T00:00:00Z"};

        var result = shell.run(wanted);
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(result.out().lines()).containsExactly("{\"seq\":1}", "{\"seq\":2}");

        Path file = folder.resolve("trail.jsonl");
        String[] sealed = Stream.concat(Stream.of(wanted), Stream.of("--seals", "--output", file.toString()))
                .toArray(String[]::new);
        assertThat(shell.run(sealed).out().strip()).isEqualTo("Written: " + file);
        assertThat(file).hasContent("{\"seq\":1,\"detail\":\"\u202e\"}");
        assertThat(shell.run(sealed).err()).contains(file + " is there already");
        hub.answers(path + "true", 403, "{\"detail\":\"Not yours.\"}");
        sealed[sealed.length - 1] = folder.resolve("other.jsonl").toString();
        assertThat(shell.run(sealed).err()).contains("Not yours.");
        assertThat(folder).isDirectoryNotContaining(left -> !left.equals(file));
        assertThat(shell.run("audit", "export", "--seals").err()).contains("--seals needs --output");
    }
}
