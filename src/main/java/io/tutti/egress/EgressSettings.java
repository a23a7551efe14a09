package io.tutti.egress;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the hub may connect to.
 *
 * @param hosts the hosts, each {@code api.example.com}, {@code *.example.com} for those below it, or an address; empty =
 *     each one that a configuration, route or connector names
 * @param addresses ranges like {@code 169.254.10.0/24} that names may have although they are refused otherwise
 */
@ConfigurationProperties("tutti.egress")
public record EgressSettings(
        @DefaultValue List<String> hosts, @DefaultValue List<String> addresses) {

    /** Whatever a configuration, route or connector names. */
    public static final EgressSettings NONE = new EgressSettings(List.of(), List.of());
}
