package io.tutti.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyRingTests {

    private static final ChatRequest ASKED =
            ChatRequest.builder().messages(UserMessage.from("Hello?")).build();

    private final Moving clock = new Moving();
    private final Map<String, EndpointFailure> failing = new HashMap<>();
    private final List<String> used = new ArrayList<>();
    private final KeyRing ring = new KeyRing(List.of(key("a"), key("b"), key("c")), clock);

    @Test
    void usesTheKeysInTurn() {
        ask(6);

        assertThat(used).containsExactly("a", "b", "c", "a", "b", "c");
    }

    @Test
    void letsAKeyRestForAsLongAsTheEndpointSays() {
        failing.put("a", new EndpointFailure(Fault.RATE_LIMITED, "HTTP 429", Duration.ofMinutes(2)));
        ask(1);
        failing.clear();
        used.clear();

        clock.now = clock.now.plusSeconds(119);
        ask(3);
        assertThat(used).doesNotContain("a");

        clock.now = clock.now.plusSeconds(1);
        ask(3);
        assertThat(used).contains("a");
    }

    @Test
    void letsARefusedKeyRestForTenMinutes() {
        failing.put("a", new EndpointFailure(Fault.KEY_REFUSED, "HTTP 401"));
        ask(1);
        failing.clear();
        used.clear();

        clock.now = clock.now.plus(Duration.ofMinutes(9));
        ask(3);
        assertThat(used).doesNotContain("a");
        clock.now = clock.now.plus(Duration.ofMinutes(1));
        ask(3);
        assertThat(used).contains("a");
    }

    @Test
    void saysWhenTheFirstKeyIsBackWhenAllRest() {
        failing.put("a", new EndpointFailure(Fault.RATE_LIMITED, "HTTP 429", Duration.ofSeconds(50)));
        failing.put("b", new EndpointFailure(Fault.RATE_LIMITED, "HTTP 429", Duration.ofSeconds(20)));
        failing.put("c", new EndpointFailure(Fault.KEY_REFUSED, "HTTP 401"));
        assertThatThrownBy(() -> ask(1)).isInstanceOf(EndpointFailure.class);
        used.clear();

        assertThatThrownBy(() -> ask(1)).isInstanceOfSatisfying(EndpointFailure.class, failure -> {
            assertThat(failure.fault()).isEqualTo(Fault.RATE_LIMITED);
            assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(20));
        });
        assertThat(used).isEmpty();
    }

    @Test
    void triesNoOtherKeyWhenThatWouldNotHelp() {
        failing.put("a", new EndpointFailure(Fault.SERVER_ERROR, "HTTP 500"));

        assertThatThrownBy(() -> ask(1)).hasMessageContaining("HTTP 500");
        assertThat(used).containsExactly("a");
    }

    @Test
    void beginsNoAnswerTwice() {
        failing.put("a", new EndpointFailure(Fault.RATE_LIMITED, "in the stream"));
        List<String> parts = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();

        ring.connection().streaming().chat(ASKED, new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String text) {
                parts.add(text);
            }

            @Override
            public void onCompleteResponse(ChatResponse response) {
                throw new AssertionError("There is no end.");
            }

            @Override
            public void onError(Throwable why) {
                failures.add(why);
            }
        });

        assertThat(parts).containsExactly("begun with a");
        assertThat(failures)
                .singleElement()
                .isInstanceOfSatisfying(
                        EndpointFailure.class,
                        failure -> assertThat(failure.fault()).isEqualTo(Fault.BROKEN_ANSWER));
        assertThat(used).containsExactly("a");
    }

    private void ask(int times) {
        for (int i = 0; i < times; i++) {
            ring.connection().whole().chat(ASKED);
        }
    }

    private Connection key(String name) {
        ChatModel whole = new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                used.add(name);
                if (failing.containsKey(name)) {
                    throw failing.get(name);
                }
                return ChatResponse.builder().aiMessage(AiMessage.from(name)).build();
            }
        };
        StreamingChatModel streaming = new StreamingChatModel() {
            @Override
            public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
                used.add(name);
                handler.onPartialResponse("begun with " + name);
                handler.onError(failing.get(name));
            }
        };
        return new Connection(whole, streaming);
    }

    private static final class Moving extends Clock {

        private Instant now = Instant.parse("2026-11-27T10:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
