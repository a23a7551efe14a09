package io.tutti;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The hub as a Spring application; its features are the packages beside this class. */
@SpringBootApplication
public class Hub {}
