package io.tutti;

import org.springframework.boot.SpringApplication;

/** The program. */
public final class Tutti {

    private Tutti() {}

    /** Starts the hub. */
    public static void main(String[] arguments) {
        SpringApplication.run(Hub.class, arguments);
    }
}
