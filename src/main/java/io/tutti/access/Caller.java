package io.tutti.access;

import java.util.Set;

/**
 * Who asks.
 *
 * @param principal the name in access.yaml; {@code admin} for the holder of the administrator's token
 * @param tenant on whose account
 * @param roles the roles, by which permissions are given
 */
public record Caller(String principal, String tenant, Set<String> roles) {

    /** The exchange property that holds the caller, from the door on. */
    public static final String PROPERTY = "tuttiCaller";

    /** The role that may do everything. */
    public static final String ADMIN = "admin";

    /** Makes the roles unchangeable. */
    public Caller {
        roles = Set.copyOf(roles);
    }

    /** Whether this caller may do everything and sees every tenant. */
    public boolean isAdmin() {
        return roles.contains(ADMIN);
    }
}
