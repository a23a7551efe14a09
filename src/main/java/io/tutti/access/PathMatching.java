package io.tutti.access;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.PriorityOrdered;
import org.springframework.security.config.web.PathPatternRequestMatcherBuilderFactoryBean;

/**
 * Lets the security match addresses by their path alone. Without it each request is looked up among all handlers of
 * Spring MVC twice, which takes 3 % of the processor under load.
 */
@Configuration(proxyBeanMethods = false)
class PathMatching {

    private static final String INTROSPECTOR = "mvcHandlerMappingIntrospector";

    @Bean
    static PathPatternRequestMatcherBuilderFactoryBean pathPatterns() {
        return new PathPatternRequestMatcherBuilderFactoryBean();
    }

    /** Spring Security looks for the bean of this name, after this has run, and does without where there is none. */
    @Bean
    static WithoutIntrospector withoutIntrospector() {
        return new WithoutIntrospector();
    }

    static final class WithoutIntrospector implements BeanDefinitionRegistryPostProcessor, PriorityOrdered {

        @Override
        public int getOrder() {
            return LOWEST_PRECEDENCE;
        }

        @Override
        public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
            if (registry.containsBeanDefinition(INTROSPECTOR)) {
                registry.removeBeanDefinition(INTROSPECTOR);
            }
        }
    }
}
