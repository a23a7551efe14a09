package io.tutti.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.access.Issuer.Issued;
import io.tutti.home.ConfigFiles;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Who there is now: the principals of access.yaml, the administrator, the doors that know no tokens, and those that the
 * API made. Thread-safe.
 */
@Component
public final class Principals {

    /** The role of whoever may write to the broker or to the inbox directory. */
    public static final Set<String> DOOR = Set.of("door");

    private static final String HOUSE = "default";
    private static final Set<String> DOORS = Set.of("jms", "file");
    private static final Set<String> OURS = Set.of("hub", "jmx");

    private final Map<String, Caller> configured = new HashMap<>();
    private volatile List<Issued> issued = List.of();

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
        return Optional.ofNullable(configured.get(principal))
                .or(() -> issued.stream()
                        .map(Issued::caller)
                        .filter(caller -> caller.principal().equals(principal))
                        .findFirst());
    }

    /** Who {@code principal} is now, on the account of {@code tenant}; without rights when nobody has this name there. */
    public Caller find(String principal, String tenant) {
        Set<String> roles = named(principal)
                .filter(known -> known.isAdmin() || known.tenant().equals(tenant))
                .map(Caller::roles)
                .orElse(Set.of());
        return new Caller(principal, tenant, roles);
    }

    /** Whether the API cannot make one of this name. */
    boolean isConfigured(String principal) {
        return configured.containsKey(principal) || OURS.contains(principal);
    }

    List<Issued> issued() {
        return issued;
    }

    /** These are now those that the API made. */
    void issued(List<Issued> all) {
        issued = List.copyOf(all);
    }

    private void add(Caller caller) {
        configured.put(caller.principal(), caller);
    }

    private static Caller caller(String name, JsonNode principal) {
        Set<String> roles = new HashSet<>();
        principal.path("roles").forEach(role -> roles.add(role.asText()));
        return new Caller(name, principal.path("tenant").asText(), roles);
    }
}
