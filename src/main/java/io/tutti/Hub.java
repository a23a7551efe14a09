package io.tutti;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The hub as a Spring application; its features are the packages beside this class. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Hub {}
