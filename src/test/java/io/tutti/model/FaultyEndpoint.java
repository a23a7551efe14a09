package io.tutti.model;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An endpoint below HTTP: it reads a request, then does to the connection what it is told. */
final class FaultyEndpoint implements AutoCloseable {

    private static final String LENGTH = "content-length: ";

    private final ServerSocket server;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile Fault fault = (socket, out, isStream) -> {};

    /** What happens after a request was read; the connection is closed when it returns. */
    @FunctionalInterface
    interface Fault {
        void happen(Socket socket, OutputStream out, boolean isStream) throws IOException, InterruptedException;
    }

    FaultyEndpoint() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/v1";
    }

    /** The heads and bodies of all requests so far. */
    List<String> requests() {
        return requests;
    }

    void has(Fault next) {
        requests.clear();
        fault = next;
    }

    /** Says nothing until this endpoint is closed, or for a minute. */
    void hang() throws InterruptedException {
        closed.await(1, TimeUnit.MINUTES);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            String request = read(new DataInputStream(socket.getInputStream()));
            requests.add(request);
            fault.happen(
                    socket,
                    socket.getOutputStream(),
                    request.contains("\"stream\":true") || request.contains("\"stream\" : true"));
        } catch (IOException e) {
            // The caller has hung up, which is what most faults are for.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String read(DataInputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            head.write(in.readUnsignedByte());
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        int length = text.lines()
                .map(line -> line.toLowerCase(Locale.ROOT))
                .filter(line -> line.startsWith(LENGTH))
                .mapToInt(
                        line -> Integer.parseInt(line.substring(LENGTH.length()).strip()))
                .findFirst()
                .orElse(0);
        return text + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
