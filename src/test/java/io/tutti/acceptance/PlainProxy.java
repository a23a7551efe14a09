package io.tutti.acceptance;

import jakarta.servlet.Servlet;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.web.embedded.EmbeddedWebServerFactoryCustomizerAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;

/**
 * A route of Camel on Spring Boot that hands requests on and does nothing else: what this stack costs. {@code port
 * upstream}; needs camel-servlet, which the profile {@code figures} adds. No component: hubs of tests do not find it.
 */
@ImportAutoConfiguration({
    ServletWebServerFactoryAutoConfiguration.class,
    EmbeddedWebServerFactoryCustomizerAutoConfiguration.class,
    CamelAutoConfiguration.class
})
class PlainProxy {

    /** Starts it. */
    public static void main(String[] arguments) {
        new SpringApplicationBuilder(PlainProxy.class)
                .properties(Map.of(
                        "spring.config.name", "no-file",
                        "spring.main.banner-mode", "off",
                        "spring.main.keep-alive", "true",
                        "spring.threads.virtual.enabled", "true",
                        "logging.level.root", "warn",
                        "server.address", "127.0.0.1",
                        "server.port", arguments[0],
                        "upstream", arguments[1]))
                .run();
    }

    @Bean
    ServletRegistrationBean<Servlet> camelServlet() throws ReflectiveOperationException {
        var servlet = (Servlet) Class.forName("org.apache.camel.component.servlet.CamelHttpTransportServlet")
                .getDeclaredConstructor()
                .newInstance();
        var registration = new ServletRegistrationBean<>(servlet, "/*");
        registration.setName("CamelServlet");
        registration.setLoadOnStartup(1);
        return registration;
    }

    @Bean
    RouteBuilder proxy() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("servlet:v1/chat/completions?httpMethodRestrict=POST")
                        .removeHeaders("CamelHttp*")
                        .to("http://{{upstream}}?httpMethod=POST&bridgeEndpoint=true&connectionsPerRoute=2000"
                                + "&maxTotalConnections=2000");
            }
        };
    }
}
