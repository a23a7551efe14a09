package io.tutti.selfcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tutti.home.WrongSetting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.env.MockEnvironment;

class SelfCheckTests {

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

    private static SelfCheck check(String settings) {
        var environment = new MockEnvironment().withProperty("spring.datasource.url", "jdbc:h2:file:data/db/hub");
        for (String setting : settings.split(";")) {
            int equals = setting.indexOf('=');
            environment.setProperty(setting.substring(0, equals).strip(), setting.substring(equals + 1));
        }
        return new SelfCheck(environment);
    }
}
