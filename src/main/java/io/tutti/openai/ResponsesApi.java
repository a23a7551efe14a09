package io.tutti.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.access.Caller;
import io.tutti.failure.Failure;
import io.tutti.home.IdSource;
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

/** Responses in OpenAI's format, for texts and tools. */
@RestController
final class ResponsesApi {

    private static final Logger LOG = LoggerFactory.getLogger(ResponsesApi.class);

    private final Gateway gateway;
    private final IdSource ids;
    private final Clock clock;

    ResponsesApi(Gateway gateway, IdSource ids, Clock clock) {
        this.gateway = gateway;
        this.ids = ids;
        this.clock = clock;
    }

    /** @return the response; null when it went out as a stream */
    @PostMapping("/v1/responses")
    @Nullable
    JsonNode respond(
            @RequestBody JsonNode body,
            @AuthenticationPrincipal Caller caller,
            HttpServletRequest request,
            HttpServletResponse response)
            throws InterruptedException {
        AskedChat asked = ResponseReader.read(Field.body(body));
        ResponseWriter writer = new ResponseWriter(ids.next(), clock.instant().getEpochSecond(), asked.model());
        if (!asked.isStream()) {
            return writer.whole(gateway.answer(asked.model(), asked.chat(), Asker.of(request, caller), null));
        }
        stream(asked, Asker.of(request, caller), new ResponseStream(new EventStream(response), writer));
        return null;
    }

    /** Once the stream is open a failure is its last event. */
    private void stream(AskedChat asked, Asker asker, ResponseStream stream) throws InterruptedException {
        try {
            stream.end(gateway.answer(asked.model(), asked.chat(), asker, stream));
        } catch (Failure failure) {
            if (!stream.isOpen()) {
                throw failure;
            }
            stream.fail(ErrorBody.of(failure));
        } catch (RuntimeException failure) {
            if (!stream.isOpen()) {
                throw failure;
            }
            LOG.error("A stream of {} broke off", asked.model(), failure);
            stream.fail(ErrorBody.unexpected());
        }
    }
}
