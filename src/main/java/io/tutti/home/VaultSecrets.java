package io.tutti.home;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.vault.config.EnvironmentVaultConfiguration;
import org.springframework.vault.core.VaultOperations;
import org.springframework.vault.core.env.VaultPropertySource;
import org.springframework.vault.core.util.PropertyTransformers;

/**
 * Settings that lie in a HashiCorp Vault, under the path in {@code tutti.vault.path}. How to get at it is said by the
 * settings of Spring Vault's {@link EnvironmentVaultConfiguration}. They are read once, at the start, and count less than
 * what the command line and the system's environment say.
 */
final class VaultSecrets implements EnvironmentPostProcessor, Ordered {

    private static final String PATH = "tutti.vault.path";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        String path = environment.getProperty(PATH, "");
        if (path.isEmpty()) {
            return;
        }
        try (var client = new AnnotationConfigApplicationContext()) {
            client.setEnvironment(environment);
            client.register(EnvironmentVaultConfiguration.class);
            client.refresh();
            environment
                    .getPropertySources()
                    .addAfter(
                            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                            new VaultPropertySource(
                                    "vault",
                                    client.getBean(VaultOperations.class),
                                    path,
                                    PropertyTransformers.noop(),
                                    false));
        } catch (RuntimeException e) {
            throw new VaultUnread(path, environment.getProperty("vault.uri", "that vault.uri should name"), e);
        }
    }

    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 2;
    }
}
