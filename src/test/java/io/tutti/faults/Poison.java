package io.tutti.faults;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.StreamMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message or file that no task can be made of.
 *
 * @param name of the kind: the message's correlation id, or the file's name
 * @param reason what the hub must say of it
 */
record Poison(
        String name,
        String flow,
        String reason,
        @Nullable Making making,
        @Nullable Putting putting) {

    interface Making {
        Message of(JMSContext jms) throws JMSException;
    }

    interface Putting {
        void at(Path file) throws IOException, InterruptedException;
    }

    private static final int DEEP = 100_000;

    static final List<Poison> BY_QUEUE = List.of(
            message("no-flow", "without the property 'flow'", jms -> jms.createTextMessage("x")),
            text("unknown-flow", "there is no such flow", "nowhere", "x"),
            text("a-route-that-is-no-flow", "there is no such flow", "queue", "x"),
            text("a-path-as-flow", "there is no such flow", "../copy", "x"),
            text("an-expression-as-flow", "there is no such flow", "${body}", "x"),
            text("empty", "the content is empty", "copy", ""),
            text("blank", "the content is empty", "copy", " \n\t"),
            text("broken-json", "starts like JSON but is none", "copy", "{\"a\": "),
            text("deep-json", "starts like JSON but is none", "copy", "{\"a\":".repeat(DEEP) + "1" + "}".repeat(DEEP)),
            text("long-number", "starts like JSON but is none", "copy", "{\"a\": " + "9".repeat(DEEP) + "}"),
            text("not-the-schema", "amount", "strict", "{\"sum\": 1}"),
            with("own-key", "such keys are the hub's own", "key", "tutti:1"),
            with("long-key", "must have 1 to", "key", "k".repeat(400)),
            with("long-conversation", "must have 1 to", "conversation", "c".repeat(400)),
            message(
                    "not-utf-8",
                    "Text in UTF-8 was expected",
                    jms -> bytes(jms, new byte[] {(byte) 0xff, (byte) 0xfe, 1})),
            message("object", "ObjectMessage", jms -> flow(jms.createObjectMessage("serialised"))),
            message("map", "MapMessage", jms -> {
                MapMessage map = jms.createMapMessage();
                map.setString("a", "b");
                return flow(map);
            }),
            message("stream", "StreamMessage", jms -> {
                StreamMessage stream = jms.createStreamMessage();
                stream.writeString("a");
                return flow(stream);
            }),
            message("reply-to-a-topic", "a reply needs a queue", jms -> {
                Message message = flow(jms.createTextMessage("x"));
                message.setJMSReplyTo(jms.createTopic("company.news"));
                return message;
            }),
            message("reply-to-the-hub", "a queue of the hub itself", jms -> {
                Message message = flow(jms.createTextMessage("x"));
                message.setJMSReplyTo(jms.createQueue("tutti.tasks"));
                return message;
            }));

    static final List<Poison> BY_FILE = List.of(
            file("empty.txt", "the content is empty", ""),
            file("broken.json", "starts like JSON but is none", "{\"a\": "),
            file("unknown.exe", "Files may end in", "MZ"),
            file("uneven.csv", "values under", "a,b\n1,2,3\n"),
            file("only-names.csv", "may have 1 to", "a,b\n"),
            file("many-rows.csv", "may have 1 to", "a\n" + "1\n".repeat(10_001)),
            file("no-text.eml", "no part of type text/plain", "Subject: x\nContent-Type: image/png\n\nabc"),
            put(
                    "latin1.txt",
                    "Text in UTF-8 was expected",
                    file -> Files.write(file, "für".getBytes(StandardCharsets.ISO_8859_1))),
            put("large.txt", "the hub takes", file -> Files.writeString(file, "x".repeat(11 * 1024 * 1024))),
            put("link.txt", "no ordinary file", file -> Files.createSymbolicLink(file, Path.of("/etc/hostname"))),
            put(
                    "pipe.txt",
                    "no ordinary file",
                    file -> new ProcessBuilder("mkfifo", file.toString())
                            .start()
                            .waitFor()),
            new Poison("lost.txt", "nowhere", "there is no such flow", null, file -> Files.writeString(file, "x")));

    Message message(JMSContext jms) throws JMSException {
        return Objects.requireNonNull(making).of(jms);
    }

    void put(Path file) throws IOException, InterruptedException {
        Objects.requireNonNull(putting).at(file);
    }

    private static Poison message(String name, String reason, Making making) {
        return new Poison(name, "copy", reason, making, null);
    }

    private static Poison text(String name, String reason, String flow, String text) {
        return message(name, reason, jms -> {
            Message message = jms.createTextMessage(text);
            message.setStringProperty("flow", flow);
            return message;
        });
    }

    private static Poison with(String name, String reason, String property, String value) {
        return message(name, reason, jms -> {
            Message message = flow(jms.createTextMessage("x"));
            message.setStringProperty(property, value);
            return message;
        });
    }

    private static Poison file(String name, String reason, String content) {
        return put(name, reason, file -> Files.writeString(file, content));
    }

    private static Poison put(String name, String reason, Putting putting) {
        return new Poison(name, "copy", reason, null, putting);
    }

    private static Message bytes(JMSContext jms, byte[] content) throws JMSException {
        BytesMessage message = jms.createBytesMessage();
        message.writeBytes(content);
        return flow(message);
    }

    private static Message flow(Message message) throws JMSException {
        message.setStringProperty("flow", "copy");
        return message;
    }
}
