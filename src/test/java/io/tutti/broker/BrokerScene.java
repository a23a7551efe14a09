package io.tutti.broker;

import static org.mockito.Mockito.mock;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.commit.GroupCommit;
import io.tutti.gate.DiskReserve;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import javax.sql.DataSource;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.flywaydb.core.Flyway;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.util.unit.DataSize;

/** A broker, a database and the reply routes, wired as the hub wires them, without the rest of the hub. */
final class BrokerScene implements AutoCloseable {

    static final String PASSWORD = "only in this test";

    final Path home;
    final DataSource database;
    final GroupCommit commits;
    final JdbcOutbox outbox;
    Broker broker;
    JmsPoolConnectionFactory connections;
    JmsPoolConnectionFactory batches;
    final DefaultCamelContext camel = new DefaultCamelContext();
    private final DiskReserve disk;
    final OutboxRelay relay;
    final OutboxRelay files;
    final int port;

    BrokerScene(Path home, DataSource database, int port) throws Exception {
        this.home = home;
        this.disk = new DiskReserve(home.toFile(), DataSize.ofBytes(0));
        this.port = port;
        this.database = database;
        Flyway.configure().dataSource(database).load().migrate();
        commits = new GroupCommit(database);
        outbox = new JdbcOutbox(
                JdbcClient.create(database), new JdbcTemplate(database), new ObjectMapper(), mock(ClaimCheck.class));
        startBroker();
        var jms = new JmsComponent();
        var wiring = new BrokerConfiguration();
        jms = wiring.jms(
                connections, new BrokerSettings(port, null, "tutti", "", Set.of(), false, 4), new ObjectMapper());
        camel.getRegistry().bind("jms", jms);
        camel.getRegistry().bind("batchConnections", batches);
        camel.getPropertiesComponent().addInitialProperty("tutti.data", home.toString());
        for (String route :
                new String[] {"80-reply/send-to-queue", "80-reply/write-result-file", "90-beside/copy-to-audit"}) {
            var resource = camel.getCamelContextExtension();
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(PluginHelper.getResourceLoader(resource)
                            .resolveResource("file:routes/" + route + ".camel.yaml"));
        }
        camel.start();
        relay = new OutboxRelay(
                outbox,
                new QueueDelivery(camel, batches, broker),
                new DataSourceTransactionManager(database),
                disk,
                Clock.systemUTC());
        files = new OutboxRelay(
                outbox,
                new FileDelivery(camel, home.resolve("outbox")),
                new DataSourceTransactionManager(database),
                disk,
                Clock.systemUTC());
        commits.afterInsert("outbox", relay::wake);
    }

    void startBroker() throws Exception {
        broker = new Broker.Embedded(
                new EmbeddedBroker(
                        home.resolve("broker"), port, new BrokerUsers("tutti", PASSWORD, (user, given) -> false), disk),
                "tutti",
                PASSWORD);
        connections = new BrokerConfiguration()
                .connectionFactory(broker, new BrokerSettings(port, null, "tutti", "", Set.of(), false, 4));
        batches = new BrokerConfiguration().batchConnections(broker);
    }

    static ActiveMQConnectionFactory outsider(int port, String password) {
        return new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port, "tutti", password);
    }

    static DataSource h2(Path home) throws Exception {
        Files.createDirectories(home);
        var pool = new com.zaxxer.hikari.HikariDataSource();
        pool.setJdbcUrl("jdbc:h2:file:" + home.resolve("hub") + ";WRITE_DELAY=0");
        pool.setMaximumPoolSize(6);
        return pool;
    }

    @Override
    public void close() throws Exception {
        relay.stop();
        camel.stop();
        connections.stop();
        batches.stop();
        broker.close();
        commits.close();
        if (database instanceof AutoCloseable pool) {
            pool.close();
        }
    }
}
