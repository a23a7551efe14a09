package io.tutti.console;

import static org.assertj.core.api.Assertions.assertThat;

import javax.management.ObjectName;
import org.jolokia.server.core.util.RequestType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JolokiaRulesTests {

    private static final String ROUTE = "org.apache.camel:context=tutti,type=routes,name=\"answer\"";

    private final JolokiaRules rules = new JolokiaRules();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "org.apache.camel:context=tutti,type=routes,name=\"a\"     | start()",
                "org.apache.camel:context=tutti,type=routes,name=\"a\"     | stop()",
                "org.apache.camel:context=tutti,type=routes,name=\"a\"     | dumpRouteAsXml(boolean)",
                "org.apache.camel:context=tutti,type=context,name=\"tutti\"| dumpRoutesStatsAsXml(boolean,boolean)",
                "org.apache.camel:context=tutti,type=context,name=\"tutti\"| suspend",
                "org.apache.camel:context=tutti,type=processors,name=\"p\" | reset()",
                "io.tutti:type=KillSwitches                               | stop(java.lang.String,java.lang.String,java.lang.String)"
            })
    void allowsWhatAnOperatorNeeds(String bean, String operation) throws Exception {
        assertThat(rules.isOperationAllowed(new ObjectName(bean.strip()), operation))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "org.apache.camel:context=tutti,type=routes,name=\"a\"      | remove()",
                "org.apache.camel:context=tutti,type=routes,name=\"a\"      | updateRouteFromXml(java.lang.String)",
                "org.apache.camel:context=tutti,type=context,name=\"tutti\" | stop()",
                "org.apache.camel:context=tutti,type=context,name=\"tutti\" | sendStringBody(java.lang.String,java.lang.String)",
                "org.apache.camel:context=tutti,type=context,name=\"tutti\" | createEndpoint(java.lang.String)",
                "org.apache.camel:context=tutti,type=endpoints,name=\"jms\" | browseAllMessagesAsXml(java.lang.Boolean)",
                "org.apache.camel:context=tutti,type=tracer,name=Backlog    | dumpAllTracedMessagesAsXml()",
                "org.apache.activemq.artemis:broker=\"tutti\"               | listMessages(java.lang.String)",
                "com.sun.management:type=DiagnosticCommand                  | vmFlags",
                "com.sun.management:type=HotSpotDiagnostic                  | dumpHeap(java.lang.String,boolean)",
                "java.util.logging:type=Logging                             | setLoggerLevel(java.lang.String,java.lang.String)",
                "java.lang:type=Memory                                      | gc()",
                "org.springframework.boot:type=Endpoint,name=Beans          | beans()"
            })
    void deniesEverythingElse(String bean, String operation) throws Exception {
        assertThat(rules.isOperationAllowed(new ObjectName(bean.strip()), operation))
                .isFalse();
    }

    @Test
    void letsNoOtherOriginRead() {
        assertThat(rules.isOriginAllowed("http://127.0.0.1:9999", false))
                .as("whether a header says that the page of another origin may read the answer")
                .isFalse();
    }

    @Test
    void showsFiguresButNoSecretsAndWritesNothing() throws Exception {
        assertThat(rules.isAttributeReadAllowed(new ObjectName(ROUTE), "ExchangesTotal"))
                .isTrue();
        assertThat(rules.isAttributeReadAllowed(new ObjectName("java.lang:type=Memory"), "HeapMemoryUsage"))
                .isTrue();
        assertThat(rules.isAttributeReadAllowed(new ObjectName("java.lang:type=Runtime"), "SystemProperties"))
                .isFalse();
        assertThat(rules.isAttributeReadAllowed(new ObjectName("com.zaxxer.hikari:type=PoolConfig"), "Password"))
                .isFalse();
        assertThat(rules.isAttributeWriteAllowed(new ObjectName(ROUTE), "StatisticsEnabled"))
                .isFalse();
        assertThat(rules.isTypeAllowed(RequestType.WRITE)).isFalse();
        assertThat(rules.isTypeAllowed(RequestType.CONFIG)).isFalse();
    }
}
