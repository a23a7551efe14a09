package io.tutti.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.access.Caller;
import io.tutti.failure.Failure;
import io.tutti.home.IdSource;
import io.tutti.model.Reply;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Chat completions in OpenAI's format. */
@RestController
final class ChatApi {

    private static final Logger LOG = LoggerFactory.getLogger(ChatApi.class);

    private final Gateway gateway;
    private final IdSource ids;
    private final Clock clock;

    ChatApi(Gateway gateway, IdSource ids, Clock clock) {
        this.gateway = gateway;
        this.ids = ids;
        this.clock = clock;
    }

    /** @return the answer; null when it went out as a stream */
    @PostMapping("/v1/chat/completions")
    @Nullable
    JsonNode complete(
            @RequestBody JsonNode body,
            @AuthenticationPrincipal Caller caller,
            HttpServletRequest request,
            HttpServletResponse response)
            throws InterruptedException {
        AskedChat asked = ChatReader.read(Field.body(body));
        ChatWriter writer =
                new ChatWriter("chatcmpl-" + ids.next(), clock.instant().getEpochSecond(), asked.model());
        if (!asked.isStream()) {
            return writer.whole(gateway.answer(asked.model(), asked.chat(), Asker.of(request, caller), null));
        }
        stream(asked, writer, Asker.of(request, caller), new EventStream(response));
        return null;
    }

    /** Once the stream is open a failure is an event of it, and no {@code [DONE]} follows. */
    private void stream(AskedChat asked, ChatWriter writer, Asker asker, EventStream events)
            throws InterruptedException {
        try {
            Reply reply = gateway.answer(asked.model(), asked.chat(), asker, text -> {
                begin(events, writer);
                events.send(writer.part(text));
            });
            begin(events, writer);
            finish(asked, writer, reply, events);
        } catch (Failure failure) {
            if (!events.isOpen()) {
                throw failure;
            }
            events.send(ErrorBody.of(failure).toJson());
        } catch (RuntimeException failure) {
            if (!events.isOpen()) {
                throw failure;
            }
            LOG.error("A stream of {} broke off", asked.model(), failure);
            events.send(ErrorBody.unexpected().toJson());
        }
    }

    private static void begin(EventStream events, ChatWriter writer) {
        if (!events.isOpen()) {
            events.send(writer.begin());
        }
    }

    private static void finish(AskedChat asked, ChatWriter writer, Reply reply, EventStream events) {
        if (!reply.toolCalls().isEmpty()) {
            events.send(writer.toolCalls(reply));
        }
        events.send(writer.end(reply));
        if (asked.showsUsage()) {
            events.send(writer.usage(reply));
        }
        events.done();
    }
}
