package io.tutti.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.Hub;
import io.tutti.home.Secrets;
import io.tutti.home.TestTokens;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Who gets what from each address: the table {@code access/matrix.txt} against the hub. An address that the table does
 * not have fails the build. The hub ends with the test, since another one in this Java machine would find its names taken.
 */
@SpringBootTest(
        classes = Hub.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "tutti.data=target/matrix-it",
            "tutti.config=src/test/resources/access",
            "tutti.jms.port=0",
            "management.prometheus.metrics.export.enabled=true"
        })
@DirtiesContext
class PermissionsMatrixIT {

    private static final Path TABLE = Path.of("src/test/resources/access/matrix.txt");
    private static final String UNKNOWN = "00000000-0000-7000-8000-000000000000";
    private static final ObjectMapper JSON = new ObjectMapper();

    @LocalServerPort
    private int port;

    @Autowired
    private Secrets secrets;

    @Autowired
    private List<RequestMappingHandlerMapping> mappings;

    private final HttpClient http = HttpClient.newHttpClient();

    /**
     * A line of the table.
     *
     * @param call method and path
     * @param body what is sent; empty = nothing
     * @param expected the status for each kind of caller
     */
    private record Line(String call, String body, Map<String, Integer> expected) {

        String method() {
            return call.substring(0, call.indexOf(' '));
        }

        String path() {
            return call.substring(call.indexOf(' ') + 1);
        }
    }

    @Test
    void hasEachAddressOfTheHub() throws IOException {
        Set<String> known = lines().stream().map(Line::call).collect(Collectors.toCollection(TreeSet::new));
        Set<String> found = new TreeSet<>();
        mappings.forEach(mapping -> mapping.getHandlerMethods().forEach((info, handler) -> {
            if (isOurs(handler)) {
                info.getMethodsCondition()
                        .getMethods()
                        .forEach(method -> info.getPatternValues().forEach(path -> found.add(method + " " + path)));
            }
        }));
        assertThat(found).as("the hub's addresses").hasSizeGreaterThan(30);
        found.removeAll(known);
        assertThat(found).as("addresses that are not in " + TABLE).isEmpty();
    }

    @Test
    void answersEachCallerAsTheTableSays() throws Exception {
        String task = aTask();
        String item = anItem(task);
        List<String> wrong = new ArrayList<>();
        for (Line line : lines()) {
            for (var cell : line.expected().entrySet()) {
                String id = line.path().contains("/inbox/") ? item : task;
                boolean looks = line.method().equals("GET") || cell.getKey().equals("other");
                String path = line.path()
                        .replace("{id}", looks ? id : UNKNOWN)
                        .replace("{kind}", "agent")
                        .replaceAll("\\{\\*?\\w+}", "nobody");
                int status = send(line, path, cell.getKey());
                if (status != cell.getValue()) {
                    wrong.add(line.call() + " by " + cell.getKey() + ": " + status + ", not " + cell.getValue());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/audit/",
                "//api/audit",
                "/api//audit",
                "/api/./audit",
                "/api/x/../audit",
                "/api/%2e%2e/api/audit",
                "/api/%61udit",
                "/api%2faudit",
                "/api/audit;x=1",
                "/api;x=1/audit",
                "/API/AUDIT",
                "/api/audit%00",
                "/api/audit.json",
                "/api\\audit",
                "/health/../api/audit",
                "/health/live/..;/../api/audit",
                "/health/live;/../../api/audit"
            })
    void isNotTrickedByThePath(String path) throws IOException {
        for (String header : List.of("", "Authorization: Bearer " + TestTokens.of("submitter") + "\r\n")) {
            try (var socket = new Socket("127.0.0.1", port)) {
                socket.getOutputStream()
                        .write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + header
                                        + "Connection: close\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                assertThat(in.readLine()).as(path).containsPattern(" (400|401|403|404) ?");
            }
        }
    }

    private String aTask() throws Exception {
        var answer = http.send(
                request("/api/tasks?wait=30s", "submitter")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"flow\": \"customer-support\", \"input\": \"I want to talk to a person.\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        JsonNode task = JSON.readTree(answer.body());
        assertThat(task.path("status").asText()).as(answer.body()).isEqualTo("WAITING");
        return task.path("id").asText();
    }

    private String anItem(String task) throws Exception {
        var answer = http.send(request("/api/inbox", "admin").build(), HttpResponse.BodyHandlers.ofString());
        for (JsonNode item : JSON.readTree(answer.body())) {
            if (item.path("task").asText().equals(task)) {
                return item.path("id").asText();
            }
        }
        throw new AssertionError(answer.body());
    }

    private int send(Line line, String path, String who) throws Exception {
        var body = line.body().isEmpty()
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(line.body());
        var request = request(path, who).method(line.method(), body);
        if (!line.body().isEmpty()) {
            request.header("Content-Type", "application/json").header("Accept", "application/json, text/event-stream");
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private HttpRequest.Builder request(String path, String who) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        return switch (who) {
            case "nobody" -> request;
            case "admin" -> request.header("Authorization", "Bearer " + secrets.adminToken());
            default -> request.header("Authorization", "Bearer " + TestTokens.of(who));
        };
    }

    private static boolean isOurs(HandlerMethod handler) {
        return handler.getBeanType().getPackageName().startsWith("io.tutti");
    }

    private static List<Line> lines() throws IOException {
        List<String> rows = Files.readAllLines(TABLE).stream()
                .filter(row -> !row.isBlank() && !row.startsWith("#"))
                .toList();
        List<String> callers = Arrays.stream(rows.getFirst().split("\\|"))
                .map(String::strip)
                .skip(1)
                .filter(name -> !name.equals("body"))
                .toList();
        return rows.stream()
                .skip(1)
                .map(row -> line(row.split("\\|", -1), callers))
                .toList();
    }

    private static Line line(String[] cells, List<String> callers) {
        Map<String, Integer> expected = new LinkedHashMap<>();
        for (int i = 0; i < callers.size(); i++) {
            expected.put(callers.get(i), Integer.valueOf(cells[i + 1].strip()));
        }
        return new Line(cells[0].strip(), cells[callers.size() + 1].strip(), expected);
    }
}
