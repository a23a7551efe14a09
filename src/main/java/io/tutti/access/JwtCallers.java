package io.tutti.access;

import io.tutti.failure.Unavailable;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;
import org.springframework.stereotype.Component;

/**
 * Callers by the access tokens of an OpenID Connect provider (RFC 9068): signature, issuer, audience and times are
 * checked. The provider's keys are fetched with the first token, not at the start. Thread-safe.
 */
@Component
@EnableConfigurationProperties(OidcSettings.class)
final class JwtCallers {

    private static final Logger LOG = LoggerFactory.getLogger(JwtCallers.class);
    private static final String PREFIX = "oidc:";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@|-]{0,89}");
    private static final Pattern TENANT = Pattern.compile("[a-z][a-z0-9-]{0,99}");

    private final OidcSettings settings;
    private final Permissions permissions;
    private final Optional<JwtDecoder> decoder;

    JwtCallers(OidcSettings settings, Permissions permissions) {
        this.settings = settings;
        this.permissions = permissions;
        if (settings.isSet() && settings.audience().isBlank()) {
            throw new IllegalStateException(
                    "tutti.oidc.issuer is set, and tutti.oidc.audience is not; name the audience that tokens for this hub have.");
        }
        this.decoder =
                settings.isSet() ? Optional.of(new SupplierJwtDecoder(() -> decoder(settings))) : Optional.empty();
    }

    /** Whether {@code token} is for this class: a JWT, while a provider is set. */
    boolean reads(String token) {
        int first = token.indexOf('.');
        return decoder.isPresent() && first > 0 && token.indexOf('.', first + 1) > 0;
    }

    /**
     * Who the provider says it is; empty when the token does not hold.
     *
     * @throws Unavailable when the provider's keys cannot be fetched
     */
    Optional<Caller> authenticate(String token) {
        try {
            return decoder.map(known -> known.decode(token)).flatMap(this::caller);
        } catch (BadJwtException e) {
            LOG.debug("A token of {} was refused", settings.issuer(), e);
            return Optional.empty();
        } catch (JwtException | JwtDecoderInitializationException e) {
            throw new Unavailable(
                    "The keys of %s were asked for, to check a token, and did not come; try again, or use a token of this hub."
                            .formatted(settings.issuer()),
                    e);
        }
    }

    /** Nobody becomes the administrator or a door by a token. */
    private Optional<Caller> caller(Jwt jwt) {
        String name = jwt.getClaimAsString(settings.nameClaim());
        String tenant = jwt.getClaimAsString(settings.tenantClaim());
        if (name == null
                || tenant == null
                || !NAME.matcher(name).matches()
                || !TENANT.matcher(tenant).matches()) {
            LOG.warn(
                    "A token of {} has no usable claims {} and {}",
                    settings.issuer(),
                    settings.nameClaim(),
                    settings.tenantClaim());
            return Optional.empty();
        }
        Set<String> roles = new HashSet<>(roles(jwt));
        roles.retainAll(permissions.roles());
        roles.remove(Caller.ADMIN);
        roles.removeAll(Principals.DOOR);
        return Optional.of(new Caller(PREFIX + name, tenant, roles));
    }

    private List<String> roles(Jwt jwt) {
        Object claim = jwt.getClaim(settings.rolesClaim());
        return switch (claim) {
            case null -> List.of();
            case List<?> list -> list.stream().map(String::valueOf).toList();
            default -> List.of(String.valueOf(claim).split(" "));
        };
    }

    private static JwtDecoder decoder(OidcSettings settings) {
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withIssuerLocation(settings.issuer())
                .jwsAlgorithms(allowed -> {
                    allowed.add(SignatureAlgorithm.RS256);
                    allowed.add(SignatureAlgorithm.PS256);
                    allowed.add(SignatureAlgorithm.ES256);
                })
                .build();
        OAuth2TokenValidator<Jwt> audience = new JwtClaimValidator<List<String>>(
                JwtClaimNames.AUD, all -> all != null && all.contains(settings.audience()));
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                JwtValidators.createDefaultWithIssuer(settings.issuer()), audience));
        return decoder;
    }
}
