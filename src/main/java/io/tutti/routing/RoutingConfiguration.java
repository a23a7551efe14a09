package io.tutti.routing;

import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Lets the knowledge index look for new articles from time to time. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class RoutingConfiguration {}
