package io.tutti.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolver.LookupPolicy;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The look-up of names, with a name server that says what an attacker wants. */
class GuardedNamesTests {

    private static final String NAME = "api.example.com";

    private final Queue<List<String>> answers = new ArrayDeque<>();
    private final EgressRules rules = new EgressRules(new EgressSettings(List.of(), List.of("169.254.10.0/24")));
    private final InetAddressResolver names = new GuardedNames.Guard(new Scripted(), "this-machine");

    @AfterEach
    void release() {
        GuardedNames.release(rules);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.8.8",
                "::1",
                "169.254.169.254",
                "0.0.0.0",
                "fe80::1",
                "fd00:ec2::254",
                "::ffff:127.0.0.1"
            })
    void refusesANameThatLeadsToThisMachineOrToMetadata(String address) {
        GuardedNames.guard(rules);
        answers.add(List.of(address));
        assertThatThrownBy(() -> lookUp(NAME))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("The host api.example.com was to be connected to, and its name leads to ");
    }

    @Test
    void refusesANameAsSoonAsItTurnsToAnotherAddress() throws Exception {
        GuardedNames.guard(rules);
        answers.add(List.of("203.0.113.7"));
        answers.add(List.of("127.0.0.1"));
        answers.add(List.of("203.0.113.7"));
        assertThat(lookUp(NAME)).containsExactly("203.0.113.7");
        assertThatThrownBy(() -> lookUp(NAME)).isInstanceOf(UnknownHostException.class);
        assertThat(lookUp(NAME)).containsExactly("203.0.113.7");
    }

    @Test
    void leavesOutOnlyTheAddressesThatAreRefused() throws Exception {
        GuardedNames.guard(rules);
        answers.add(List.of("169.254.169.254", "10.0.0.9", "169.254.10.3", "::1"));
        assertThat(lookUp(NAME)).containsExactly("10.0.0.9", "169.254.10.3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LocalHost", "db.localhost", "this-machine"})
    void knowsTheNamesOfThisMachine(String name) throws Exception {
        GuardedNames.guard(rules);
        answers.add(List.of("127.0.0.1"));
        assertThat(lookUp(name)).containsExactly("127.0.0.1");
    }

    @Test
    void letsEverythingPassWhereNoHubRuns() throws Exception {
        answers.add(List.of("127.0.0.1"));
        assertThat(lookUp(NAME)).containsExactly("127.0.0.1");
    }

    private List<String> lookUp(String name) throws UnknownHostException {
        return names.lookupByName(name, LookupPolicy.of(LookupPolicy.IPV4 | LookupPolicy.IPV6))
                .map(InetAddress::getHostAddress)
                .toList();
    }

    private final class Scripted implements InetAddressResolver {

        @Override
        public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) {
            return answers.remove().stream().map(Scripted::address);
        }

        @Override
        public String lookupByAddress(byte[] address) {
            throw new AssertionError("nobody asks");
        }

        private static InetAddress address(String written) {
            try {
                return InetAddress.getByName(written);
            } catch (UnknownHostException e) {
                throw new AssertionError(e);
            }
        }
    }
}
