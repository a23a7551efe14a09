package io.tutti.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tutti.failure.Refused;
import io.tutti.home.WrongSetting;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be connected to. */
class EgressTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:8000/v1",
                "http://localhost:8000",
                "http://models.localhost",
                "http://10.1.2.3",
                "https://192.168.1.10:8443/x",
                "http://[::1]:8000",
                "http://[fd12:3456::1]"
            })
    void permitsWhatIsWrittenInTheConfiguration(String url) {
        try (Egress egress = new Egress(EgressSettings.NONE)) {
            assertThatCode(() -> egress.require(URI.create(url))).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data",
                "http://[::ffff:169.254.169.254]/",
                "http://[::ffff:a9fe:a9fe]/",
                "http://[64:ff9b::a9fe:a9fe]/",
                "http://[fd00:ec2::254]/",
                "http://100.100.100.200/",
                "http://0.0.0.0:8000",
                "http://[::]:8000",
                "http://[fe80::1]/",
                "http://224.0.0.1/",
                "http://255.255.255.255/",
                "http://127.0.0.01/",
                "http://010.0.0.1/",
                "http://2130706433/",
                "http://0x7f000001/",
                "http://127.1/",
                "http://0177.0.0.1/",
                "http://user@127.0.0.1/",
                "http://api.example.com@127.0.0.1/",
                "file:///etc/passwd",
                "jar:http://127.0.0.1/x.jar!/",
                "ldap://127.0.0.1/x",
                "http:/no-host",
                "gopher://127.0.0.1"
            })
    void refusesAddressesThatNobodyMeansAndWhatIsNoPlainUrl(String url) {
        try (Egress egress = new Egress(EgressSettings.NONE)) {
            assertThatThrownBy(() -> egress.require(URI.create(url))).isInstanceOf(Refused.class);
            assertThatThrownBy(() -> egress.requireBehindProxy(URI.create(url))).isInstanceOf(Refused.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:8000/v1",
                "http://localhost:8000",
                "http://models.localhost",
                "http://10.1.2.3",
                "http://172.31.0.1",
                "https://192.168.1.10:8443/x",
                "http://100.64.0.1",
                "http://169.254.169.254/",
                "http://[::1]:8000",
                "http://[::ffff:10.0.0.1]/",
                "http://[2002:a00:1::]/",
                "http://[fd12:3456::1]",
                "http://nobody-has-this-name.invalid/",
                "file:///etc/passwd"
            })
    void sendsNobodyInsideOnTheWordOfACaller(String url) {
        try (Egress egress = new Egress(EgressSettings.NONE)) {
            assertThatThrownBy(() -> egress.requireFromCaller(URI.create(url))).isInstanceOf(Refused.class);
            assertThatCode(() -> egress.requireFromCaller(URI.create("https://203.0.113.7/a.png")))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void sendsOnTheWordOfACallerToListedHostsAlone() {
        try (Egress egress = new Egress(new EgressSettings(List.of("203.0.113.7", "10.1.2.3"), List.of()))) {
            assertThatCode(() -> egress.requireFromCaller(URI.create("https://203.0.113.7/a.png")))
                    .doesNotThrowAnyException();
            for (String url : List.of("https://203.0.113.8/a.png", "http://10.1.2.3/a.png")) {
                assertThatThrownBy(() -> egress.requireFromCaller(URI.create(url)))
                        .isInstanceOf(Refused.class);
            }
        }
    }

    @Test
    void permitsAnAddressThatIsListed() {
        var settings = new EgressSettings(List.of(), List.of("169.254.10.0/24"));
        try (Egress egress = new Egress(settings)) {
            assertThatCode(() -> egress.require(URI.create("http://169.254.10.5/")))
                    .doesNotThrowAnyException();
            assertThatThrownBy(() -> egress.require(URI.create("http://169.254.11.5/")))
                    .hasMessage(
                            "The host 169.254.11.5 was to be connected to, and the URL leads to 169.254.11.5, which is"
                                    + " this machine, its neighbours or a cloud's metadata. If that is meant, permit it in"
                                    + " tutti.egress.addresses.");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.example.com",
                "https://API.Example.com/v1",
                "http://a.b.corp.test",
                "http://10.1.2.3",
                "http://localhost"
            })
    void goesToListedHosts(String url) {
        try (Egress egress = new Egress(listed())) {
            assertThatCode(() -> egress.requireBehindProxy(URI.create(url))).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.example.com.evil.test",
                "https://xapi.example.com",
                "https://corp.test",
                "https://evilcorp.test",
                "http://10.1.2.4",
                "http://127.0.0.1",
                "http://[::1]"
            })
    void goesToNoOtherHostWhenSomeAreListed(String url) {
        try (Egress egress = new Egress(listed())) {
            assertThatThrownBy(() -> egress.require(URI.create(url)))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("tutti.egress.hosts permits only api.example.com, *.corp.test, 10.1.2.3");
        }
    }

    @Test
    void guardsEveryLookupOfTheProcess() {
        try (Egress egress = new Egress(listed())) {
            assertThatThrownBy(() -> InetAddress.getAllByName("database.example.org"))
                    .isInstanceOf(UnknownHostException.class)
                    .hasMessageContaining("tutti.egress.hosts");
            assertThatCode(InetAddress::getLocalHost).doesNotThrowAnyException();
            assertThat(egress).isNotNull();
        }
        assertThatThrownBy(() -> InetAddress.getAllByName("database.invalid"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageNotContaining("tutti.egress.hosts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://api.example.com", "api.example.com:443", "*", "*example.com", "", "a b"})
    void refusesASettingThatIsNoHost(String host) {
        assertThatThrownBy(() -> new Egress(new EgressSettings(List.of(host), List.of())))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining("tutti.egress.hosts has '" + host + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.com", "10.0.0.0/33", "x", "10.0.0"})
    void refusesASettingThatIsNoRange(String range) {
        assertThatThrownBy(() -> new Egress(new EgressSettings(List.of(), List.of(range))))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining("tutti.egress.addresses has '" + range + "'");
    }

    private static EgressSettings listed() {
        return new EgressSettings(List.of("api.example.com", "*.corp.test", "10.1.2.3"), List.of());
    }
}
