package io.tutti.faults;

import io.tutti.acceptance.BrokerProcess;
import io.tutti.acceptance.HubProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.jms.JMSContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.jspecify.annotations.Nullable;

/** Where the hubs keep their tables and messages: both embedded in the hub, or PostgreSQL and an Artemis process. */
final class Site implements AutoCloseable {

    /** The broker's process asks nobody for a password. */
    private static final String ANY = "any";

    private final Path data;
    private final @Nullable EmbeddedPostgres postgres;
    private final @Nullable BrokerProcess broker;

    private Site(Path data, @Nullable EmbeddedPostgres postgres, @Nullable BrokerProcess broker) {
        this.data = data;
        this.postgres = postgres;
        this.broker = broker;
    }

    static Site embedded(Path directory) {
        return new Site(directory.resolve("data"), null, null);
    }

    static Site servers(Path directory) throws IOException {
        return new Site(
                directory.resolve("data"),
                EmbeddedPostgres.start(),
                new BrokerProcess(directory.resolve("broker")).start());
    }

    Path data() {
        return data;
    }

    List<String> options() {
        return postgres == null || broker == null
                ? List.of()
                : List.of(
                        "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                        "--spring.datasource.username=postgres",
                        "--tutti.jms.url=" + broker.url(),
                        "--tutti.jms.user=tutti",
                        "--tutti.jms.password=" + ANY);
    }

    /** How the judge gets at the tables once the hubs are stopped. */
    Map<String, String> tables() {
        return postgres == null
                ? Map.of("jdbc", "jdbc:h2:file:" + data.resolve("db/hub"), "user", "tutti", "password", "")
                : Map.of("jdbc", postgres.getJdbcUrl("postgres", "postgres"), "user", "postgres", "password", "");
    }

    String brokerUrl(HubProcess hub) {
        return broker == null ? hub.jmsUrl() : broker.url();
    }

    String password(HubProcess hub) throws IOException {
        return broker == null ? hub.jmsPassword() : ANY;
    }

    JMSContext jms(HubProcess hub) throws IOException {
        return new ActiveMQConnectionFactory(brokerUrl(hub)).createContext("tutti", password(hub));
    }

    @Override
    public void close() throws Exception {
        if (broker != null) {
            broker.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }
}
