package io.tutti.console;

import io.tutti.access.BearerFilter;
import io.tutti.access.Caller;
import io.tutti.access.Tokens;
import io.tutti.audit.AuditTrail;
import io.tutti.commit.Commits;
import io.tutti.home.SteadyClock;
import jakarta.servlet.DispatcherType;
import java.util.Arrays;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer.FrameOptionsConfig;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.SimpleUrlAuthenticationFailureHandler;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Who may see people's pages: a session after login, or a bearer token; Hawtio and Jolokia for the administrator only. */
@Configuration(proxyBeanMethods = false)
class ConsoleSecurity {

    @Bean
    Logins logins(Tokens tokens, AuditTrail trail, Commits commits, SteadyClock clock) {
        return new Logins(tokens, new LoginThrottle(clock), trail, commits);
    }

    @Bean
    @Order(30)
    SecurityFilterChain console(HttpSecurity http, Tokens tokens, Logins logins) throws Exception {
        http.securityMatcher(paths("/", "/hawtio/**", "/jolokia/**", "/console/**", "/login", "/logout"))
                .authenticationManager(new ProviderManager(logins))
                .addFilterBefore(new BearerFilter(tokens), CsrfFilter.class)
                .addFilterBefore(new JolokiaByPost(), CsrfFilter.class)
                .addFilterAfter(new CsrfCookie(), UsernamePasswordAuthenticationFilter.class)
                .csrf(csrf -> csrf.csrfTokenRepository(CookieCsrfTokenRepository.withHttpOnlyFalse())
                        .csrfTokenRequestHandler(new CsrfTokenRequestAttributeHandler())
                        .ignoringRequestMatchers(
                                request -> BearerFilter.tokenOf(request).isPresent()))
                .httpBasic(AbstractHttpConfigurer::disable)
                .headers(headers -> headers.frameOptions(FrameOptionsConfig::sameOrigin))
                .formLogin(form -> form.loginPage("/login")
                        .defaultSuccessUrl("/hawtio/")
                        .failureHandler(new SimpleUrlAuthenticationFailureHandler("/login?failed"))
                        .permitAll())
                .logout(logout -> logout.logoutSuccessUrl("/login?left").deleteCookies("tutti-session"))
                .authorizeHttpRequests(rules -> rules.dispatcherTypeMatchers(
                                DispatcherType.ASYNC, DispatcherType.ERROR, DispatcherType.FORWARD)
                        .permitAll()
                        .requestMatchers(paths("/login"))
                        .permitAll()
                        .requestMatchers(paths("/hawtio/**", "/jolokia/**"))
                        .hasRole(Caller.ADMIN)
                        .anyRequest()
                        .authenticated());
        return http.build();
    }

    /** Whole paths: Jolokia has a servlet of its own, which patterns for Spring's servlet do not meet. */
    private static RequestMatcher paths(String... patterns) {
        return new OrRequestMatcher(Arrays.stream(patterns)
                .<RequestMatcher>map(PathPatternRequestMatcher.withDefaults()::matcher)
                .toList());
    }
}
