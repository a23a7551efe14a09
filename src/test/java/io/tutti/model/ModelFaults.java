package io.tutti.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** What can go wrong at an endpoint, by its name: row F5 of the faults. */
final class ModelFaults {

    /** What is visible of an answer that breaks off. */
    static final String BEGUN = "The parcel is on its way and ";

    private static final int MEGABYTE = 1 << 20;

    private ModelFaults() {}

    /** @param trap the address of another host, which must never see a request */
    static Map<String, FaultyEndpoint.Fault> all(FaultyEndpoint endpoint, String trap) {
        Map<String, FaultyEndpoint.Fault> faults = new LinkedHashMap<>();
        for (String status : new String[] {
            "400 Bad Request",
            "401 Unauthorized",
            "403 Forbidden",
            "429 Too Many Requests",
            "500 Internal Server Error",
            "502 Bad Gateway",
            "503 Service Unavailable",
            "529 Overloaded"
        }) {
            faults.put(status, status(status, ""));
        }
        faults.put("429 with seconds", status("429 Too Many Requests", "Retry-After: 1\r\n"));
        faults.put(
                "429 with a date", status("429 Too Many Requests", "Retry-After: Wed, 21 Oct 2099 07:28:00 GMT\r\n"));
        faults.put("429 for ever", status("429 Too Many Requests", "Retry-After: 1000000000\r\n"));
        faults.put("429 with nonsense", status("429 Too Many Requests", "Retry-After: soon\r\n"));
        faults.put("redirect", status("302 Found", "Location: " + trap + "/chat/completions\r\n"));
        faults.put("redirect that keeps the method", status("307 Temporary Redirect", "Location: " + trap + "\r\n"));
        faults.put("no first byte", (socket, out, isStream) -> endpoint.hang());
        faults.put("silence in the middle", (socket, out, isStream) -> {
            begin(out, isStream);
            endpoint.hang();
        });
        faults.put("reset before a byte", (socket, out, isStream) -> socket.setSoLinger(true, 0));
        faults.put("reset in the middle", (socket, out, isStream) -> {
            begin(out, isStream);
            socket.setSoLinger(true, 0);
        });
        faults.put("truncated chunk", (socket, out, isStream) -> {
            send(
                    out,
                    head(isStream) + "Transfer-Encoding: chunked\r\n\r\n40\r\n"
                            + text(isStream).substring(0, 20));
        });
        faults.put("shorter than its length", (socket, out, isStream) -> {
            send(out, head(isStream) + "Content-Length: 100000\r\n\r\n" + text(isStream));
        });
        faults.put("longer than its length", (socket, out, isStream) -> {
            send(out, head(isStream) + "Content-Length: 20\r\n\r\n" + text(isStream));
        });
        faults.put("half-open", (socket, out, isStream) -> {
            socket.shutdownOutput();
            endpoint.hang();
        });
        faults.put("half-open in the middle", (socket, out, isStream) -> {
            begin(out, isStream);
            socket.shutdownOutput();
            endpoint.hang();
        });
        faults.put("a byte now and then", (socket, out, isStream) -> drip(out, isStream));
        faults.put("no HTTP", (socket, out, isStream) -> send(out, "SSH-2.0-OpenSSH_9.2\r\n"));
        faults.put("endless head", (socket, out, isStream) -> {
            send(out, "HTTP/1.1 200 OK\r\n");
            while (true) {
                send(out, "X-More: " + "x".repeat(1000) + "\r\n");
            }
        });
        faults.put("endless", (socket, out, isStream) -> {
            send(out, head(isStream) + "\r\n");
            while (true) {
                send(out, isStream ? chunk("more ") : "\"more\", ".repeat(1000));
            }
        });
        faults.put("endless event", (socket, out, isStream) -> {
            send(out, head(isStream) + "\r\ndata: {\"a\": \"");
            while (true) {
                send(out, "x".repeat(10_000));
            }
        });
        faults.put("gzip bomb", (socket, out, isStream) -> {
            byte[] bomb = bomb();
            send(out, head(isStream) + "Content-Encoding: gzip\r\nContent-Length: " + bomb.length + "\r\n\r\n");
            out.write(bomb);
        });
        faults.put("web page", body("<html><body>Welcome to the proxy</body></html>"));
        faults.put("bad JSON", body("{\"choices\": [{\"message\": {\"content\": \"Yes"));
        faults.put("nothing", body(""));
        faults.put(
                "error with 200",
                body("{\"error\": {\"message\": \"overloaded\", \"type\": \"server_error\", \"code\": 503}}"));
        faults.put("no choices", body("{\"id\": \"c\", \"object\": \"chat.completion\", \"choices\": []}"));
        faults.put("other JSON", body("[1, 2, 3]"));
        faults.put("error in the middle", (socket, out, isStream) -> {
            begin(out, isStream);
            send(out, "data: {\"error\": {\"message\": \"rate limited\", \"code\": 429}}\n\n");
        });
        faults.put("end in the middle", (socket, out, isStream) -> begin(out, isStream));
        return faults;
    }

    private static FaultyEndpoint.Fault status(String status, String headers) {
        String body = "{\"error\": {\"message\": \"no\", \"type\": \"error\"}}";
        return (socket, out, isStream) -> send(
                out,
                "HTTP/1.1 " + status + "\r\n" + headers + "Content-Type: application/json\r\nContent-Length: "
                        + body.length() + "\r\nConnection: close\r\n\r\n" + body);
    }

    /** Streamed, it is one event. */
    private static FaultyEndpoint.Fault body(String body) {
        return (socket, out, isStream) -> {
            String sent = isStream && body.startsWith("{") ? "data: " + body + "\n\n" : body;
            send(out, head(isStream) + "Content-Length: " + sent.length() + "\r\n\r\n" + sent);
        };
    }

    private static void begin(OutputStream out, boolean isStream) throws IOException {
        send(out, head(isStream) + "\r\n" + text(isStream));
    }

    private static void drip(OutputStream out, boolean isStream) throws IOException, InterruptedException {
        send(out, head(isStream) + "\r\n");
        for (char c : "data: {\"id\": \"c\", \"object\": \"chat.completion.chunk\""
                .repeat(100)
                .toCharArray()) {
            send(out, String.valueOf(c));
            Thread.sleep(50);
        }
    }

    private static String head(boolean isStream) {
        return "HTTP/1.1 200 OK\r\nContent-Type: " + (isStream ? "text/event-stream" : "application/json")
                + "\r\nConnection: close\r\n";
    }

    /** The beginning of an answer. */
    private static String text(boolean isStream) {
        return isStream
                ? chunk(BEGUN)
                : "{\"id\": \"c\", \"object\": \"chat.completion\", \"choices\": [{\"index\": 0, \"message\": {\"role\":"
                        + " \"assistant\", \"content\": \"" + BEGUN;
    }

    private static String chunk(String text) {
        return "data: {\"id\": \"c\", \"object\": \"chat.completion.chunk\", \"created\": 1, \"model\": \"m\", \"choices\":"
                + " [{\"index\": 0, \"delta\": {\"content\": \"" + text + "\"}, \"finish_reason\": null}]}\n\n";
    }

    private static byte[] bomb() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            byte[] spaces = " ".repeat(MEGABYTE).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 512; i++) {
                gzip.write(spaces);
            }
        }
        return packed.toByteArray();
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
