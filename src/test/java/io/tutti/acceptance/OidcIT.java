package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callers whom an OpenID Connect provider knows; the provider is a local one. */
class OidcIT {

    private static final String ACCESS = """
            roles:
              clerk: {allow: ["flow:customer-support", "pool:default", "tool:open-ticket", "api:tasks.read"]}
            """;

    @TempDir
    private Path directory;

    private RSAKey key;
    private HttpServer issuer;
    private HubProcess hub;

    @BeforeEach
    void start() throws Exception {
        key = new RSAKeyGenerator(2048).keyID("first").generate();
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext(
                "/.well-known/openid-configuration",
                exchange ->
                        answer(exchange, "{\"issuer\": \"%1$s\", \"jwks_uri\": \"%1$s/keys\"}".formatted(address())));
        issuer.createContext("/keys", exchange -> answer(exchange, new JWKSet(key.toPublicJWK()).toString()));
        issuer.start();
        Path config = Files.createDirectory(directory.resolve("config"));
        Files.writeString(config.resolve("access.yaml"), ACCESS);
        hub = new HubProcess(
                        directory.resolve("data"),
                        "--tutti.config=" + config,
                        "--tutti.oidc.issuer=" + address(),
                        "--tutti.oidc.audience=tutti")
                .start();
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
        issuer.stop(0);
    }

    @Test
    void letsInWhomTheProviderKnows() throws Exception {
        String token = signed(claims().build());
        var accepted = send(
                token,
                "/api/tasks?wait=30s",
                "{\"flow\": \"customer-support\", \"input\": \"I want to talk to a person.\"}");
        assertThat(accepted.statusCode()).as(accepted.body()).isLessThan(300);
        String task = HubProcess.JSON.readTree(accepted.body()).path("id").asText();
        assertThat(hub.awaitTask(task, "WAITING").path("principal").asText()).isEqualTo("oidc:anna@example.com");
        assertThat(hub.task(task).path("tenant").asText()).isEqualTo("acme");
        hub.kill();
        issuer.stop(0);
        hub.start();
        String item = hub.json("/api/inbox").get(0).path("id").asText();
        hub.post("/api/inbox/" + item + "/decision", "{\"decision\": \"answer\", \"output\": \"Call us.\"}");
        hub.awaitTask(task, "COMPLETED");
        var refused = get(signed(claims().build()), "/api/tasks");
        assertThat(refused.statusCode()).as("without the provider's keys").isEqualTo(503);
        assertThat(refused.body()).contains("The keys of " + address());
    }

    @Test
    void letsNobodyInWhoseTokenDoesNotHold() throws Exception {
        assertThat(get(signed(claims().build()), "/api/tasks").statusCode()).isEqualTo(200);
        assertThat(get(signed(claims().claim("roles", "admin door").build()), "/api/tasks")
                        .statusCode())
                .as("no role by token that the hub keeps for itself")
                .isEqualTo(403);
        Date past = Date.from(Instant.now().minus(Duration.ofMinutes(5)));
        refused("expired", signed(claims().expirationTime(past).build()));
        refused("for others", signed(claims().audience("payroll").build()));
        refused("for nobody", signed(claims().audience((String) null).build()));
        refused(
                "of another issuer",
                signed(claims().issuer("https://evil.example").build()));
        refused("without a tenant", signed(claims().claim("tenant", null).build()));
        refused("with a wild tenant", signed(claims().claim("tenant", "../x").build()));
        refused("unsigned", new PlainJWT(claims().build()).serialize());
        refused("signed by its public key", signedByPublicKey());
        RSAKey stranger = new RSAKeyGenerator(2048).keyID("first").generate();
        refused("signed by a stranger", signed(claims().build(), stranger));
        String good = signed(claims().build());
        refused("changed", good.substring(0, good.length() - 6) + "AAAAAA");
    }

    private void refused(String what, String token) throws Exception {
        assertThat(get(token, "/api/tasks").statusCode()).as(what).isEqualTo(401);
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(address())
                .audience("tutti")
                .subject("anna@example.com")
                .claim("tenant", "acme")
                .claim("roles", List.of("clerk", "of-another-system"))
                .issueTime(Date.from(Instant.now()))
                .expirationTime(Date.from(Instant.now().plus(Duration.ofHours(1))));
    }

    private String signed(JWTClaimsSet claims) throws JOSEException {
        return signed(claims, key);
    }

    private static String signed(JWTClaimsSet claims, RSAKey by) throws JOSEException {
        var jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(by.getKeyID()).build(), claims);
        jwt.sign(new RSASSASigner(by));
        return jwt.serialize();
    }

    /** The old trick: the public key taken for a shared secret. */
    private String signedByPublicKey() throws JOSEException {
        var jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("first").build(), claims().build());
        jwt.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
        return jwt.serialize();
    }

    private String address() {
        return "http://127.0.0.1:" + issuer.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private HttpResponse<String> get(String token, String path) throws Exception {
        return hub.send(HttpRequest.newBuilder(hub.uri(path))
                .header("Authorization", "Bearer " + token)
                .build());
    }

    private HttpResponse<String> send(String token, String path, String body) throws Exception {
        return hub.send(HttpRequest.newBuilder(hub.uri(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }
}
