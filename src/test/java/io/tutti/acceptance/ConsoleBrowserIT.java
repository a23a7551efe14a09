package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The console in a real browser. It is left out where there is no Chromium. */
@EnabledIf("hasBrowser")
class ConsoleBrowserIT {

    private static final String SCRIPT = "<img src=x onerror='window.stolen=1'><script>window.stolen=1</script>";
    private static final String ROUTE = "org.apache.camel:context=tutti,name=\\\\\"copy-to-audit\\\\\",type=routes";

    @TempDir
    private static Path directory;

    private static HubProcess hub;
    private static Browser browser;

    static boolean hasBrowser() {
        return Browser.program().isPresent();
    }

    @BeforeAll
    static void start() throws Exception {
        hub = new HubProcess(directory.resolve("data")).start();
        browser = new Browser(directory.resolve("profile"));
        browser.open(hub.uri("/login"));
        browser.evaluate("document.querySelector('#password').value = '" + hub.token() + "';"
                + " document.querySelector('form').submit()");
        browser.await("location.pathname.startsWith('/hawtio') && document.readyState === 'complete'");
    }

    @AfterAll
    static void stop() throws Exception {
        browser.close();
        hub.close();
    }

    /** The page of another origin, which has the browser's cookies of this host sent along. */
    @Test
    void doesNothingThatThePageOfAnotherSiteAsksFor() throws Exception {
        String stop = "{\"type\":\"exec\",\"mbean\":\"" + ROUTE + "\",\"operation\":\"stop()\"}";
        String attack = """
                <body><script>
                const hub = '%s';
                const send = (path, type, body) => fetch(hub + path,
                    {method: 'POST', mode: 'no-cors', credentials: 'include', headers: {'Content-Type': type}, body});
                Promise.all([
                    send('/hawtio/jolokia', 'text/plain', '%s'),
                    send('/jolokia', 'text/plain', '%s'),
                    send('/logout', 'application/x-www-form-urlencoded', 'a=b'),
                    send('/api/kill-switches/flow/customer-support', 'text/plain', '{"reason": "none"}'),
                    fetch(hub + '/hawtio/jolokia', {credentials: 'include'})
                        .then(answer => answer.text()).then(text => { window.read = text; }).catch(() => {}),
                ]).finally(() => { window.attacked = true; });
                </script></body>""".formatted(hub.uri(""), stop, stop);
        HttpServer site = site(attack);
        try {
            browser.open(URI.create("http://127.0.0.1:" + site.getAddress().getPort() + "/"));
            browser.await("window.attacked === true");
            assertThat(browser.evaluate("window.read === undefined").asBoolean())
                    .as("the other site reads nothing")
                    .isTrue();
        } finally {
            site.stop(0);
        }
        browser.open(hub.uri("/hawtio/"));
        assertThat(browser.evaluate("location.pathname").asText())
                .as("the session was not ended")
                .startsWith("/hawtio");
        assertThat(hub.json("/api/kill-switches").findValuesAsText("reason")).doesNotContain("none");
        assertThat(hub.json("/api/audit?action=route.changed")).isEmpty();
    }

    @Test
    void showsTextsOfOthersAsTexts() throws Exception {
        var stopped = hub.send(hub.request("/api/kill-switches/flow/customer-support")
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(
                        HubProcess.JSON.createObjectNode().put("reason", SCRIPT).toString()))
                .build());
        assertThat(stopped.statusCode()).as(stopped.body()).isEqualTo(200);
        browser.open(hub.uri("/hawtio/jmx/attributes?nid=io.tutti-folder"));
        browser.await("document.body.innerText.includes('onerror')");
        assertThat(browser.evaluate("window.stolen === undefined").asBoolean()).isTrue();
    }

    private static HttpServer site(String page) throws Exception {
        HttpServer site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext("/", exchange -> {
            byte[] body = page.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        site.start();
        return site;
    }
}
