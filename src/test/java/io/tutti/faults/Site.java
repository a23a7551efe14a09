package io.tutti.faults;

import io.tutti.acceptance.BrokerProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the hubs keep their tables and messages: both embedded in the hub, or PostgreSQL and an Artemis process. */
final class Site implements AutoCloseable {

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
                        "--tutti.jms.password=any");
    }

    /** How the judge gets at the tables once the hubs are stopped. */
    Map<String, String> tables() {
        return postgres == null
                ? Map.of("jdbc", "jdbc:h2:file:" + data.resolve("db/hub"), "user", "tutti", "password", "")
                : Map.of("jdbc", postgres.getJdbcUrl("postgres", "postgres"), "user", "postgres", "password", "");
    }

    @Nullable
    String brokerUrl() {
        return broker == null ? null : broker.url();
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
