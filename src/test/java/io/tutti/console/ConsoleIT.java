package io.tutti.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.Hub;
import io.tutti.audit.AuditAction;
import io.tutti.audit.AuditQuery;
import io.tutti.home.Secrets;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

@SpringBootTest(
        classes = Hub.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "tutti.data=target/console-it",
            "tutti.jms.port=0",
            "management.prometheus.metrics.export.enabled=true"
        })
class ConsoleIT {

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final String ROUTE = "org.apache.camel:context=tutti,type=routes,name=\\\"copy-to-audit\\\"";

    @LocalServerPort
    private int port;

    @Autowired
    private Secrets secrets;

    @Autowired
    private AuditQuery audit;

    private final CookieManager cookies = new CookieManager();
    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(cookies).build();
    private final HttpClient program = HttpClient.newHttpClient();

    @Test
    void tellsEverybodyWhetherItLivesAndNobodyMore() throws Exception {
        assertThat(program(get("/health/live"))).isEqualTo(200);
        assertThat(program(get("/health/ready"))).isEqualTo(200);
        for (String path :
                List.of("/health", "/metrics", "/api/tasks", "/v1/models", "/actuator", "/env", "/anything")) {
            var answer = program.send(get(path).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(path).isEqualTo(401);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .as("clients of OpenAI's API read its own form of errors")
                    .contains(path.startsWith("/v1/") ? "application/json" : "application/problem+json");
            assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        }
    }

    @Test
    void letsTheAdministratorsTokenIn() throws Exception {
        assertThat(program(withToken(get("/metrics"), secrets.adminToken()))).isEqualTo(200);
        assertThat(program(withToken(get("/hawtio/index.html"), secrets.adminToken())))
                .isEqualTo(200);
        assertThat(program(withToken(get("/metrics"), "guess"))).isEqualTo(401);
        assertThat(program(withToken(get("/hawtio/index.html"), "guess"))).isEqualTo(401);
        assertThat(program(withToken(get("/anything"), secrets.adminToken()))).isEqualTo(401);
    }

    @Test
    void asksForALoginAndRecordsIt() throws Exception {
        var page = browser.send(get("/hawtio/").build(), HttpResponse.BodyHandlers.ofString());
        assertThat(page.statusCode()).isEqualTo(302);
        assertThat(page.headers().firstValue("Location").orElseThrow()).endsWith("/login");

        assertThat(login("wrong")).endsWith("/login?failed");
        assertThat(browser.send(get("/login?failed").build(), HttpResponse.BodyHandlers.ofString())
                        .body())
                .contains("do not belong together");
        assertThat(login(secrets.adminToken())).contains("/hawtio/");

        assertThat(browser.send(get("/hawtio/").build(), HttpResponse.BodyHandlers.ofString())
                        .body())
                .contains("hawtio");
        assertThat(cookies.getCookieStore().getCookies())
                .filteredOn(cookie -> cookie.getName().equals("tutti-session"))
                .allMatch(java.net.HttpCookie::isHttpOnly)
                .hasSize(1);
        assertThat(audit.find(new AuditQuery.Filter(null, null, null, AuditAction.LOGIN.word(), null, null, 0, 1000))
                        .records())
                .extracting(record -> record.principal() + record.detail().contains("succeeded"))
                .contains("unknownfalse", "admintrue");
    }

    @Test
    void takesNoFormWithoutItsCsrfToken() throws Exception {
        login(secrets.adminToken());
        var request = post("/hawtio/jolokia", "{\"type\":\"version\"}");
        assertThat(browser.send(request.build(), HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(403);
        assertThat(browser.send(get("/hawtio/jolokia/exec/x:y=z/stop").build(), HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void stopsAndStartsARouteLiveAndRecordsWhoDidIt() throws Exception {
        assertThat(jolokia("exec", "\"operation\":\"stop()\"").path("status").asInt())
                .isEqualTo(200);
        assertThat(jolokia("read", "\"attribute\":\"State\"").path("value").asText())
                .isEqualTo("Stopped");
        assertThat(jolokia("exec", "\"operation\":\"start()\"").path("status").asInt())
                .isEqualTo(200);
        assertThat(jolokia("read", "\"attribute\":\"State\"").path("value").asText())
                .isEqualTo("Started");
        assertThat(jolokia("exec", "\"operation\":\"remove()\"").path("status").asInt())
                .isEqualTo(403);
        await().untilAsserted(() -> assertThat(
                        audit.find(new AuditQuery.Filter(null, "admin", null, "route.changed", null, null, 0, 1000))
                                .records())
                .extracting(record -> record.subject() + " " + record.detail())
                .contains(
                        "route copy-to-audit {\"change\":\"stopped\"}",
                        "route copy-to-audit {\"change\":\"started\"}"));
    }

    private JsonNode jolokia(String type, String rest) throws Exception {
        var body = "{\"type\":\"%s\",\"mbean\":\"%s\",%s}".formatted(type, ROUTE, rest);
        var answer = program.send(
                withToken(post("/hawtio/jolokia", body), secrets.adminToken()).build(),
                HttpResponse.BodyHandlers.ofString());
        return new ObjectMapper().readTree(answer.body());
    }

    /** Where the browser is sent after the form. */
    private String login(String token) throws Exception {
        var form = browser.send(get("/login").build(), HttpResponse.BodyHandlers.ofString());
        var csrf = CSRF.matcher(form.body());
        assertThat(csrf.find()).isTrue();
        var fields = "username=admin&password=" + encoded(token) + "&_csrf=" + encoded(csrf.group(1));
        var request = HttpRequest.newBuilder(uri("/login"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(fields));
        return browser.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .headers()
                .firstValue("Location")
                .orElseThrow();
    }

    private int program(HttpRequest.Builder request) throws Exception {
        return program.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private HttpRequest.Builder get(String path) {
        return HttpRequest.newBuilder(uri(path));
    }

    private HttpRequest.Builder post(String path, String json) {
        return HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json));
    }

    private static HttpRequest.Builder withToken(HttpRequest.Builder request, String token) {
        return request.header("Authorization", "Bearer " + token);
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
