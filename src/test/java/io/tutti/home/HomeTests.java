package io.tutti.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTests {

    @TempDir
    Path here;

    @Test
    void usesTheCheckoutThatItIsStartedIn() {
        Home home = settings(null).find(Path.of(""), new BuiltIn());
        assertThat(home.routes()).containsExactly(Path.of("routes").toAbsolutePath());
        assertThat(home.data()).isAbsolute();
    }

    @Test
    void unpacksThePackedCopiesElsewhereAndRepairsThem() throws IOException {
        Home home = settings(null).find(here, new BuiltIn());
        Path access = home.config().getFirst().resolve("access.yaml");
        assertThat(access)
                .isEqualTo(here.resolve("data/built-in/config/access.yaml"))
                .hasSameTextualContentAs(Path.of("config/access.yaml"));

        Files.writeString(access, "changed");
        Path stale = Files.writeString(access.resolveSibling("stale.yaml"), "from an older version");
        settings(null).find(here, new BuiltIn());
        assertThat(access).hasSameTextualContentAs(Path.of("config/access.yaml"));
        assertThat(stale).doesNotExist();
    }

    @Test
    void addsMoreDirectoriesAfterTheBuiltInOneAndRefusesAMissingOne() throws IOException {
        Files.createDirectory(here.resolve("mine"));
        assertThat(settings(List.of(Path.of("mine")))
                        .find(here, new BuiltIn())
                        .routes()
                        .getLast())
                .isEqualTo(here.resolve("mine"));
        assertThatThrownBy(() -> settings(List.of(Path.of("missing"))).find(here, new BuiltIn()))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining("tutti.routes");
    }

    @Test
    void makesSecretsOnceThatOnlyTheOwnerCanRead() throws IOException {
        Home home = new Home(here, List.of(), List.of(), List.of());
        Secrets first = Secrets.of(home);
        Secrets second = Secrets.of(home);
        assertThat(first.adminToken())
                .hasSize(43)
                .isEqualTo(second.adminToken())
                .isNotEqualTo(first.brokerPassword());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(here.resolve("secrets"))))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(here.resolve("secrets/audit.key"))))
                .isEqualTo("rw-------");
        assertThat(here.resolve("secrets")).isDirectoryNotContaining("glob:**.part");
        assertThat(first.toString()).doesNotContain(first.adminToken());
    }

    @Test
    void refusesASecretThatOthersCanRead() throws IOException {
        Home home = new Home(here, List.of(), List.of(), List.of());
        Secrets.of(home);
        Path token = here.resolve("secrets/admin.token");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> Secrets.of(home))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining("chmod 600");
    }

    private static HomeSettings settings(List<Path> routes) {
        return new HomeSettings(Path.of("data"), routes, null, null);
    }
}
