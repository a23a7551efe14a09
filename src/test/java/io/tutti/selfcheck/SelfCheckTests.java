package io.tutti.selfcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tutti.home.ConfigFiles;
import io.tutti.home.WrongSetting;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.env.MockEnvironment;

class SelfCheckTests {

    private final ObjectNode files = JsonNodeFactory.instance.objectNode();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OK      | server.address=127.0.0.1",
                "OK      | server.address=::1",
                "OK      | server.address=localhost",
                "OK      | server.address=0.0.0.0;server.ssl.certificate=hub.pem",
                "OK      | server.address=10.1.2.3;server.ssl.key-store=hub.p12",
                "WARN    | server.address=0.0.0.0;tutti.http.behind-tls=true",
                "REFUSED | server.address=0.0.0.0",
                "REFUSED | server.address=10.1.2.3",
                "REFUSED | server.address=::",
                "REFUSED | server.address=hub.example.com",
                "REFUSED | server.port=8080",
                "WARN    | server.address=127.0.0.1;tutti.jms.url=tcp://broker.example.com:61616",
                "OK      | server.address=127.0.0.1;tutti.jms.url=tcp://broker.example.com:61616?sslEnabled=true",
                "OK      | server.address=127.0.0.1;tutti.jms.url=(tcp://127.0.0.1:61616,tcp://127.0.0.1:61617)",
                "WARN    | server.address=127.0.0.1;spring.datasource.url=jdbc:postgresql://db.example.com/tutti",
                "OK      | server.address=127.0.0.1;spring.datasource.url=jdbc:postgresql://db.example.com/tutti?sslmode=verify-full",
                "OK      | server.address=127.0.0.1;spring.datasource.url=jdbc:postgresql://localhost:5432/tutti",
                "REFUSED | server.address=127.0.0.1;tutti.oidc.issuer=http://id.example.com",
                "OK      | server.address=127.0.0.1;tutti.oidc.issuer=https://id.example.com",
                "OK      | server.address=127.0.0.1;tutti.oidc.issuer=http://127.0.0.1:9000"
            })
    void saysTheWorstOfWhatIsSet(Finding.State worst, String settings) {
        var check = check(settings);
        assertThat(check.findings().stream().map(Finding::state).max(Enum::compareTo))
                .as(check.findings().toString())
                .contains(worst);
        if (worst == Finding.State.REFUSED) {
            assertThatThrownBy(check::afterPropertiesSet).isInstanceOf(WrongSetting.class);
        } else {
            assertThatCode(check::afterPropertiesSet).doesNotThrowAnyException();
        }
    }

    @Test
    void saysWhatToDo() {
        assertThatThrownBy(check("server.address=0.0.0.0")::afterPropertiesSet)
                .hasMessageContaining("server.address is 0.0.0.0")
                .hasMessageContaining("server.ssl")
                .hasMessageContaining("tutti.http.behind-tls=true");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            models | models  | base-url | https://api.example.com/v1 | OK
            models | models  | base-url | HTTP://api.example.com/v1  | WARN
            models | models  | base-url | http://10.1.2.3:8000/v1    | WARN
            models | models  | base-url | http://127.0.0.1:8000/v1   | OK
            models | models  | base-url | http://[::1]:8000/v1       | OK
            models | models  | model    | http://api.example.com/v1  | OK
            mcp    | servers | url      | https://crm.example.com    | OK
            mcp    | servers | url      | http://crm.example.com     | WARN
            mcp    | servers | url      | http://localhost:9100/mcp  | OK
            """)
    void warnsOfWhatCanBeOverheard(String file, String list, String key, String url, Finding.State state) {
        files.putObject(file).putObject(list).putObject("crm").put(key, url);
        assertThat(check("server.address=127.0.0.1").findings())
                .filteredOn(finding -> finding.state() != Finding.State.OK)
                .extracting(Finding::state)
                .isEqualTo(state == Finding.State.OK ? List.of() : List.of(state));
    }

    private SelfCheck check(String settings) {
        var environment = new MockEnvironment().withProperty("spring.datasource.url", "jdbc:h2:file:data/db/hub");
        for (String setting : settings.split(";")) {
            int equals = setting.indexOf('=');
            environment.setProperty(setting.substring(0, equals).strip(), setting.substring(equals + 1));
        }
        return new SelfCheck(environment, new ConfigFiles() {
            @Override
            public JsonNode read(String name) {
                return files.path(name);
            }

            @Override
            public Map<String, JsonNode> readFolder(String folder) {
                throw new UnsupportedOperationException(folder);
            }
        });
    }
}
