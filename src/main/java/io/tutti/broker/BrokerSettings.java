package io.tutti.broker;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Which broker the hub speaks to.
 *
 * @param port the embedded broker's TCP port on 127.0.0.1; 0 = in this process only
 * @param url an outside broker, for example {@code (tcp://a:61616,tcp://b:61616)?ha=true}; null = the embedded one
 * @param username the user at the outside broker
 * @param password the user's password at the outside broker
 * @param headers names of further message properties that may enter flows, beside those of {@link SafeHeaders}
 * @param trustUsers whether the outside broker writes who sent a message ({@code populate-validated-user} of Artemis), so
 *     that its users are the principals of the same names
 * @param connections how many connections the pool holds
 */
@Validated
@ConfigurationProperties("tutti.jms")
record BrokerSettings(
        @DefaultValue("61616") @Min(0) @Max(65_535) int port,
        @Nullable String url,
        @DefaultValue("tutti") String username,
        @DefaultValue("") String password,
        @DefaultValue Set<String> headers,
        @DefaultValue("false") boolean trustUsers,
        @DefaultValue("4") @Min(1) @Max(64) int connections) {

    /** Whether the broker runs in this process. */
    boolean embedded() {
        return url == null || url.isBlank();
    }

    @Override
    public String toString() {
        return embedded() ? "embedded broker, port " + port : "broker at " + url;
    }
}
