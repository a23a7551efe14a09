package io.tutti.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.tutti.access.Caller;
import io.tutti.access.CallerAuthentication;
import io.tutti.audit.AuditEvent;
import io.tutti.commit.Commits;
import io.tutti.commit.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.core.context.SecurityContextHolder;

class RouteChangesRouteTests {

    private final List<AuditEvent> recorded = new ArrayList<>();

    @AfterEach
    void logOut() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void recordsWhoStoppedAndStartedARouteButNotTheHubsOwnStartAndStop() throws Exception {
        try (var camel = new DefaultCamelContext()) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:orders").routeId("orders").to("mock:end");
                }
            });
            camel.getManagementStrategy()
                    .addEventNotifier(new RouteChanges(
                            event -> {
                                recorded.add(event);
                                return Write.of("INSERT");
                            },
                            new Forgetful()));
            camel.start();
            assertThat(recorded).isEmpty();

            SecurityContextHolder.getContext()
                    .setAuthentication(new CallerAuthentication(new Caller("anna", "acme", Set.of("admin"))));
            camel.getRouteController().stopRoute("orders");
            SecurityContextHolder.clearContext();
            camel.getRouteController().startRoute("orders");
        }
        assertThat(recorded)
                .extracting(event -> event.principal() + " " + event.subject() + " "
                        + event.detail().get("change"))
                .containsExactly("anna route orders stopped", "hub route orders started");
    }

    private static final class Forgetful implements Commits {

        @Override
        public void commit(List<Write> change) {
            assertThat(change).hasSize(1);
        }

        @Override
        public void afterInsert(String table, Runnable listener) {
            throw new UnsupportedOperationException();
        }
    }
}
