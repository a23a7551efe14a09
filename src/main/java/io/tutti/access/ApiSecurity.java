package io.tutti.access;

import jakarta.servlet.DispatcherType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;

/**
 * Who may reach which address: programs by bearer token, health by anybody, and what no chain knows by nobody. People's
 * pages have a chain of their own in the console.
 */
@Configuration(proxyBeanMethods = false)
class ApiSecurity {

    private static final String READ_METRICS = "api:metrics.read";

    /** The time of each request is measured; that of each single filter would cost as much as the whole security. */
    @Bean
    static SecurityObservationSettings unobservedFilters() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    @Order(10)
    SecurityFilterChain health(HttpSecurity http) throws Exception {
        return stateless(http.securityMatcher("/health/live", "/health/ready"))
                .authorizeHttpRequests(rules -> rules.anyRequest().permitAll())
                .build();
    }

    @Bean
    @Order(20)
    SecurityFilterChain api(HttpSecurity http, Tokens tokens, Permissions permissions) throws Exception {
        return stateless(http.securityMatcher("/api/**", "/v1/**", "/mcp/**", "/metrics/**", "/health/**"))
                .addFilterBefore(new BearerFilter(tokens), UsernamePasswordAuthenticationFilter.class)
                .authorizeHttpRequests(rules -> rules.dispatcherTypeMatchers(
                                DispatcherType.ASYNC, DispatcherType.ERROR, DispatcherType.FORWARD)
                        .permitAll()
                        .requestMatchers("/metrics/**", "/health/**")
                        .access((caller, request) ->
                                new AuthorizationDecision(caller.get() instanceof CallerAuthentication known
                                        && permissions.allows(known.getPrincipal(), READ_METRICS)))
                        .anyRequest()
                        .authenticated())
                .build();
    }

    @Bean
    @Order(1000)
    SecurityFilterChain everythingElse(HttpSecurity http) throws Exception {
        return stateless(http)
                .authorizeHttpRequests(rules -> rules.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .build();
    }

    private static HttpSecurity stateless(HttpSecurity http) throws Exception {
        var problems = new Unauthenticated();
        return http.sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .headers(headers -> headers.contentSecurityPolicy(
                        policy -> policy.policyDirectives("default-src 'none'; frame-ancestors 'none'")))
                .exceptionHandling(
                        failures -> failures.authenticationEntryPoint(problems).accessDeniedHandler(problems));
    }
}
