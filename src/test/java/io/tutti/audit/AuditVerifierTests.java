package io.tutti.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tutti.audit.AuditVerifier.Fault;
import io.tutti.audit.AuditVerifier.Kind;
import io.tutti.failure.Refused;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditVerifierTests {

    @TempDir
    Path folder;

    private AuditScene scene;

    @BeforeEach
    void sealThreeBatches() throws Exception {
        scene = new AuditScene(database(), folder);
        for (int i = 0; i < 3; i++) {
            scene.write(4);
            scene.sealer.seal();
        }
    }

    @Test
    void findsAnUntouchedTrailIntactAndCountsWhatIsNotSealed() throws Exception {
        scene.write(2);
        var verdict = scene.verify();
        assertThat(verdict.intact()).isTrue();
        assertThat(verdict.firstBroken()).isNull();
        assertThat(verdict.records()).isEqualTo(14);
        assertThat(verdict.unsealed()).isEqualTo(2);
        assertThat(verdict.head()).hasSize(43).isNotEqualTo(Seal.NONE);
    }

    @Test
    void findsAnEmptyTrailIntact() throws Exception {
        assertThat(new AuditScene(database(), folder.resolve("empty")).verify().intact())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "action = 'task.completed'",
                "task = 't9'",
                "task = NULL",
                "principal = 'anne'",
                "tenant = 'acmf'",
                "subject = 'customer-support2'",
                "detail = '{\"door\":\"htto\"}'",
                "at = at + INTERVAL '1' SECOND",
                "digest = '" + "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" + "'",
                "seal = 1",
                "seal = 77",
                "seal = NULL"
            })
    void namesARecordWhoseColumnWasChanged(String change) throws Exception {
        run("UPDATE audit SET " + change + " WHERE seq = 7");
        var fault = fault();
        assertThat(fault.seq()).isEqualTo(7);
        // Moved to an earlier seal it is met there first, as one too many.
        assertThat(fault.kind()).isEqualTo("seal = 1".equals(change) ? Kind.INSERTED : Kind.CHANGED);
    }

    @Test
    void namesADeletedRecord() throws Exception {
        run("DELETE FROM audit WHERE seq = 6");
        assertThat(fault()).isEqualTo(new Fault(6, Kind.DELETED));
    }

    @Test
    void namesARecordThatWasPutIntoASeal() throws Exception {
        copyOfRecord(3, "2");
        assertThat(fault()).isEqualTo(new Fault(13, Kind.INSERTED));
    }

    @Test
    void namesARecordThatClaimsASealThatDoesNotExist() throws Exception {
        copyOfRecord(3, "99");
        assertThat(fault()).isEqualTo(new Fault(13, Kind.INSERTED));
    }

    @Test
    void namesARecordThatTheHubDidNotWrite() throws Exception {
        copyOfRecord(3, "NULL");
        run("UPDATE audit SET principal = 'mallory' WHERE seq = 13");
        assertThat(fault()).isEqualTo(new Fault(13, Kind.FORGED));
    }

    @Test
    void namesTwoRecordsThatChangedPlaces() throws Exception {
        run("UPDATE audit SET (at, action, task, digest) = (SELECT at, action, task, digest FROM audit WHERE seq = 6)"
                + " WHERE seq = 5");
        assertThat(fault()).isEqualTo(new Fault(5, Kind.REORDERED));
    }

    @Test
    void namesAChangedSeal() throws Exception {
        run("UPDATE audit_seal SET digests = REPLACE(digests, 'a', 'b') WHERE id = 2");
        assertThat(fault()).isEqualTo(new Fault(5, Kind.SEAL_CHANGED));
    }

    @Test
    void namesASealThatIsGone() throws Exception {
        run("DELETE FROM audit WHERE seal = 2");
        run("DELETE FROM audit_seal WHERE id = 2");
        assertThat(fault()).isEqualTo(new Fault(4, Kind.SEAL_DELETED));
    }

    @Test
    void seesThatTheEndWasCutOff() throws Exception {
        run("DELETE FROM audit WHERE seal = 3");
        run("DELETE FROM audit_seal WHERE id = 3");
        assertThat(fault()).isEqualTo(new Fault(8, Kind.TRUNCATED));
    }

    @Test
    void seesThatEverythingIsGone() throws Exception {
        run("DELETE FROM audit");
        run("DELETE FROM audit_seal");
        assertThat(fault()).isEqualTo(new Fault(0, Kind.TRUNCATED));
    }

    @Test
    void isNotDeceivedByAnotherKey() throws Exception {
        var verdict = AuditVerifier.of(scene.database, new byte[] {1}, null).verify();
        assertThat(verdict.intact()).isFalse();
    }

    @Test
    void goesOnFromTheCheckpointAfterMoreSeals() throws Exception {
        var earlier = Files.readString(scene.checkpoint);
        scene.write(1);
        scene.sealer.seal();
        Files.writeString(scene.checkpoint, earlier);
        assertThat(scene.verify().intact()).isTrue();
    }

    @Test
    void seesThatTheTrailIsNotTheOneOfACheckpoint() throws Exception {
        String kept = Files.readString(scene.checkpoint);
        var verifier = AuditVerifier.of(scene.database, AuditScene.KEY, scene.checkpoint);
        assertThat(verifier.verify(kept).intact()).isTrue();

        run("DELETE FROM audit");
        run("DELETE FROM audit_seal");
        Files.delete(scene.checkpoint);
        for (int i = 0; i < 3; i++) {
            scene.write(5);
            scene.sealer.seal();
        }
        assertThat(verifier.verify().intact())
                .as("who has the key can write all anew")
                .isTrue();
        assertThat(verifier.verify(kept).firstBroken()).isEqualTo(new Fault(23, Kind.REWRITTEN));
        run("DELETE FROM audit WHERE seal = 3");
        run("DELETE FROM audit_seal WHERE id = 3");
        Files.delete(scene.checkpoint);
        assertThat(verifier.verify(kept).firstBroken()).isEqualTo(new Fault(22, Kind.TRUNCATED));
    }

    @Test
    void seesThatACheckpointIsNotGenuine() throws Exception {
        String kept = Files.readString(scene.checkpoint);
        var verifier = AuditVerifier.of(scene.database, AuditScene.KEY, null);
        for (String forged : List.of(
                kept.replace("\"seal\":3", "\"seal\":2"),
                kept.replace("T03:", "T04:"),
                kept.replaceFirst("\"signature\":\"..", "\"signature\":\"AA"),
                kept.replaceFirst("\"signature\":\"[^\"]+", "\"signature\":\"no base64!"))) {
            assertThat(verifier.verify(forged).firstBroken())
                    .as(forged)
                    .isEqualTo(new Fault(0, Kind.CHECKPOINT_CHANGED));
        }
        for (String none :
                List.of("", "[]", "{\"seal\": 3}", "3 abc", "{\"seal\": 1, \"hash\": \"a\", \"at\": \"today\"}")) {
            assertThatThrownBy(() -> verifier.verify(none)).as(none).isInstanceOf(Refused.class);
        }
    }

    @Test
    void signsSoThatOthersCanCheckWithThePublicKey() throws Exception {
        Path folder = scene.checkpoint.getParent();
        var checkpoint = Checkpoint.parse(Files.readString(folder.resolve("checkpoints.jsonl")));
        String[] pem = Files.readString(folder.resolve("checkpoint.pub")).split("\n");
        var key = KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(pem[1])));
        var signature = Signature.getInstance("Ed25519");
        signature.initVerify(key);
        signature.update(("tutti audit checkpoint\n1\n" + checkpoint.hash() + "\n2026-01-02T03:04:05.678Z\n")
                .getBytes(StandardCharsets.UTF_8));
        assertThat(signature.verify(Base64.getDecoder().decode(checkpoint.signature())))
                .isTrue();
        assertThat(new CheckpointKey(AuditScene.KEY).pem())
                .as("the same key each time")
                .isEqualTo(String.join("\n", pem) + "\n");
    }

    @Test
    void readsTheTrailByPagesAndFilters() throws Exception {
        var first = scene.trail.find(new AuditQuery.Filter(null, "anna", null, "task.accepted", null, null, 0, 10));
        assertThat(first.records()).hasSize(10);
        var second = scene.trail.find(new AuditQuery.Filter(null, "anna", null, null, null, null, first.next(), 10));
        assertThat(second.records()).extracting(AuditRecord::seq).containsExactly(11L, 12L);
        assertThat(second.next()).isNull();
        assertThat(scene.trail
                        .find(new AuditQuery.Filter("t2", null, "acme", null, null, null, 0, 10))
                        .records())
                .hasSize(3);
        assertThat(scene.trail
                        .find(new AuditQuery.Filter("no", null, null, null, null, null, 0, 10))
                        .records())
                .isEmpty();
    }

    private Fault fault() throws Exception {
        var verdict = scene.verify();
        assertThat(verdict.intact()).isFalse();
        return verdict.firstBroken();
    }

    private void copyOfRecord(long seq, String seal) {
        run("INSERT INTO audit (at, action, task, principal, tenant, subject, detail, digest, seal)"
                + " SELECT at, action, task, principal, tenant, subject, detail, digest, " + seal
                + " FROM audit WHERE seq = " + seq);
    }

    private void run(String statement) {
        assertThat(scene.sql.sql(statement).update()).isPositive();
    }

    private DataSource database() {
        var database = new JdbcDataSource();
        database.setUrl("jdbc:h2:mem:" + System.identityHashCode(new Object()) + ";DB_CLOSE_DELAY=-1");
        return database;
    }
}
