package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a hub says that cannot reach its database: one line, and what to do. */
class StartIT {

    @TempDir
    Path home;

    @Test
    void saysThatAnotherHubHasTheDatabase() throws Exception {
        Path data = home.resolve("data");
        try (var first = new HubProcess(data, CachedStart.forTests()).start();
                var second = new HubProcess(data, CachedStart.forTests())) {
            second.launch();
            assertThat(second.awaitExit()).isEqualTo(1);
            assertThat(second.log())
                    .contains("The hub does not start: another process, most likely another hub, has its database open")
                    .contains(data.resolve("db").resolve("hub.mv.db").toString(), "--tutti.data")
                    .doesNotContain("\tat ", "TomcatStarter");
            assertThat(first.get("/health/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void saysThatTheDatabaseCannotBeUsed() throws Exception {
        try (var hub = new HubProcess(
                home.resolve("data"),
                CachedStart.forTests(),
                "--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/hub")) {
            hub.launch();
            assertThat(hub.awaitExit()).isEqualTo(1);
            assertThat(hub.log())
                    .contains("The hub does not start: its database cannot be used", "127.0.0.1:1 refused")
                    .contains("url, username and password in spring.datasource")
                    .doesNotContain("\tat ", "TomcatStarter");
        }
    }
}
