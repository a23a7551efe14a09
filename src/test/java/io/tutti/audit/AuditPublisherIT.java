package io.tutti.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditPublisherIT {

    private static final Long CHECKPOINT = -1L;

    @TempDir
    Path folder;

    @Test
    void putsEachSealedRecordAndACheckpointOnTheQueueOnceThoughTheHubDiedInBetween() throws Exception {
        var database = new JdbcDataSource();
        database.setUrl("jdbc:h2:mem:audit-publisher;DB_CLOSE_DELAY=-1");
        var scene = new AuditScene(database, folder);
        scene.write(2500);
        scene.sealer.seal();
        var broker = new EmbeddedActiveMQ();
        broker.setConfiguration(new ConfigurationImpl()
                .setPersistenceEnabled(false)
                .setSecurityEnabled(false)
                .addAcceptorConfiguration("vm", "vm://7000"));
        broker.start();
        try (var connections = new ActiveMQConnectionFactory("vm://7000")) {
            var publisher = new AuditPublisher(
                    scene.seals,
                    scene.checkpoints,
                    connections,
                    connections,
                    new ObjectMapper().findAndRegisterModules());
            publisher.publish();
            scene.sql
                    .sql("UPDATE audit_seal SET published = FALSE WHERE id = 2")
                    .update();
            publisher.publish();
            assertThat(scene.seals.unpublished()).isEmpty();
            assertThat(seqsOn(connections)).hasSize(2501).contains(CHECKPOINT);
        } finally {
            broker.stop();
        }
    }

    private static Set<Long> seqsOn(ActiveMQConnectionFactory connections) throws Exception {
        Set<Long> seqs = new HashSet<>();
        try (var connection = connections.createConnection();
                var session = connection.createSession();
                var consumer = session.createConsumer(session.createQueue("tutti.audit"))) {
            connection.start();
            for (var message = consumer.receive(500); message != null; message = consumer.receive(500)) {
                var record = new ObjectMapper().readTree(message.getBody(String.class));
                if (message.getStringProperty("action").equals("audit.checkpoint")) {
                    assertThat(record.path("seal").asLong()).isEqualTo(3);
                    assertThat(seqs.add(CHECKPOINT)).isTrue();
                    continue;
                }
                assertThat(record.path("action").asText()).isEqualTo("task.accepted");
                assertThat(seqs.add(record.path("seq").asLong())).isTrue();
            }
        }
        return seqs;
    }
}
