package io.tutti.door;

import io.tutti.home.Home;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Says in one line where the hub's doors are. */
@Component
final class ReadyLine {

    private static final Logger LOG = LoggerFactory.getLogger(ReadyLine.class);

    private final ServletWebServerApplicationContext web;
    private final Environment environment;
    private final Home home;

    ReadyLine(ServletWebServerApplicationContext web, Environment environment, Home home) {
        this.web = web;
        this.environment = environment;
        this.home = home;
    }

    @EventListener(ApplicationReadyEvent.class)
    void say() {
        LOG.info(
                "Tutti is ready: http://{}:{} (token: {}), {}, {}/<flow>/",
                environment.getProperty("server.address", "127.0.0.1"),
                web.getWebServer().getPort(),
                home.data("secrets", "admin.token"),
                broker(),
                home.data("inbox"));
    }

    private String broker() {
        String outside = environment.getProperty("tutti.jms.url");
        String port = environment.getProperty("tutti.jms.port", "61616");
        return outside != null ? outside : port.equals("0") ? "no JMS port" : "tcp://127.0.0.1:" + port;
    }
}
