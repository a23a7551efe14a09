package io.tutti.home;

import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Makes {@code tutti.data} absolute before anybody reads it, so that {@code ${tutti.data}} in
 * {@code application.yaml} is a place that every library understands (H2 refuses relative ones).
 */
final class AbsoluteHome implements EnvironmentPostProcessor, Ordered {

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        Path data = Path.of(environment.getProperty("tutti.data", "data"))
                .toAbsolutePath()
                .normalize();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("tutti.data", Map.of("tutti.data", data.toString())));
    }

    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 1;
    }
}
