package io.tutti.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.home.ConfigFiles;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * The rights that a principal has now, for what its tasks do: those of access.yaml, of the administrator, and of the
 * doors that know no tokens. Immutable.
 */
@Component
public final class Principals {

    /** The role of whoever may write to the broker or to the inbox directory. */
    public static final Set<String> DOOR = Set.of("door");

    static final String HOUSE = "default";

    private static final Set<String> DOORS = Set.of("jms", "file");

    private final Map<String, Caller> known = new HashMap<>();

    Principals(ConfigFiles config) {
        DOORS.forEach(door -> add(new Caller(door, HOUSE, DOOR)));
        config.read("access")
                .path("principals")
                .properties()
                .forEach(entry -> add(caller(entry.getKey(), entry.getValue())));
        add(new Caller(Caller.ADMIN, HOUSE, Set.of(Caller.ADMIN)));
    }

    /** Those of {@code config}, for use without a hub. */
    public static Principals of(ConfigFiles config) {
        return new Principals(config);
    }

    /** Who has this name; empty when nobody has. */
    public Optional<Caller> named(String principal) {
        return Optional.ofNullable(known.get(principal));
    }

    /** Who {@code principal} is now, on the account of {@code tenant}; without rights when nobody has this name. */
    public Caller find(String principal, String tenant) {
        return new Caller(principal, tenant, named(principal).map(Caller::roles).orElse(Set.of()));
    }

    private void add(Caller caller) {
        known.put(caller.principal(), caller);
    }

    private static Caller caller(String name, JsonNode principal) {
        Set<String> roles = new HashSet<>();
        principal.path("roles").forEach(role -> roles.add(role.asText()));
        return new Caller(name, principal.path("tenant").asText(), roles);
    }
}
