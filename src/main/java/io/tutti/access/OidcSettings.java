package io.tutti.access;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who else may say who somebody is: an OpenID Connect provider, whose access tokens are JWTs.
 *
 * @param issuer its address, as in the claim {@code iss}; empty = there is none
 * @param audience what the claim {@code aud} must have; needed with an issuer
 * @param nameClaim the claim with the name; the principal is {@code oidc:} and that name
 * @param rolesClaim the claim with the roles, a list or a text with spaces; those that access.yaml describes count
 * @param tenantClaim the claim with the tenant
 */
@ConfigurationProperties("tutti.oidc")
record OidcSettings(
        @DefaultValue("") String issuer,
        @DefaultValue("") String audience,
        @DefaultValue("sub") String nameClaim,
        @DefaultValue("roles") String rolesClaim,
        @DefaultValue("tenant") String tenantClaim) {

    boolean isSet() {
        return !issuer.isBlank();
    }
}
