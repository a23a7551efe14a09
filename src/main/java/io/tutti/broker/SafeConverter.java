package io.tutti.broker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.support.converter.MessageConversionException;
import org.springframework.jms.support.converter.MessageConverter;

/**
 * Turns text and byte messages of up to {@link #LARGEST_BYTES} into a body, and everything else into an
 * {@link Unreadable}. Nothing is ever deserialised. Safe for use by many threads.
 */
final class SafeConverter implements MessageConverter {

    /** The largest content, in bytes of UTF-8. */
    static final int LARGEST_BYTES = 10 * 1024 * 1024;

    private static final byte[] NOTHING = {};

    private final ObjectMapper json;

    SafeConverter(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public Object fromMessage(Message message) throws JMSException {
        return switch (message) {
            case TextMessage text -> fromText(text.getText());
            case BytesMessage bytes -> fromBytes(bytes);
            default ->
                new Unreadable(
                        "A " + kind(message) + " was sent; the hub takes TextMessage and BytesMessage.", raw(message));
        };
    }

    @Override
    public Message toMessage(@Nullable Object body, Session session) throws JMSException {
        return switch (body) {
            case null -> session.createTextMessage();
            case byte[] bytes -> bytesMessage(bytes, session);
            case Unreadable unreadable -> bytesMessage(unreadable.original(), session);
            case CharSequence text -> session.createTextMessage(text.toString());
            default -> session.createTextMessage(asJson(body));
        };
    }

    private static Object fromText(@Nullable String text) {
        if (text == null) {
            return "";
        }
        // A char is at most three bytes of UTF-8, so that most texts need no count.
        if (text.length() * 3L <= LARGEST_BYTES) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= LARGEST_BYTES ? text : tooLarge(bytes);
    }

    private static Object fromBytes(BytesMessage message) throws JMSException {
        byte[] bytes = new byte[Math.toIntExact(message.getBodyLength())];
        message.readBytes(bytes);
        return bytes.length <= LARGEST_BYTES ? bytes : tooLarge(bytes);
    }

    private static Unreadable tooLarge(byte[] bytes) {
        return new Unreadable(
                "A message of " + bytes.length + " bytes was sent; the hub takes " + LARGEST_BYTES
                        + ". Send a reference to the content instead.",
                bytes);
    }

    private static String kind(Message message) {
        return switch (message) {
            case ObjectMessage object -> "ObjectMessage";
            case jakarta.jms.MapMessage map -> "MapMessage";
            case jakarta.jms.StreamMessage stream -> "StreamMessage";
            default -> "message without a content";
        };
    }

    private static byte[] raw(Message message) {
        if (!(message instanceof ActiveMQMessage artemis)) {
            return NOTHING;
        }
        var body = artemis.getCoreMessage().getReadOnlyBodyBuffer();
        byte[] bytes = new byte[body.readableBytes()];
        body.readBytes(bytes);
        return bytes;
    }

    private static BytesMessage bytesMessage(byte[] bytes, Session session) throws JMSException {
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(bytes);
        return message;
    }

    private String asJson(Object body) {
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new MessageConversionException(
                    "A " + body.getClass().getName() + " was to be sent; it has no JSON form. Make it a text first.",
                    e);
        }
    }
}
