package io.tutti.faults;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** How a call of a system goes wrong: before it applied the effect, or after. */
enum Ways {
    BUSY(false, exchange -> World.answer(exchange, 429, "{}")),
    UNAVAILABLE(false, exchange -> World.answer(exchange, 503, "{}")),
    HUNG_UP(false, HttpExchange::close),
    ELSEWHERE(false, exchange -> {
        exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/elsewhere");
        World.answer(exchange, 307, "");
    }),
    FAILED(true, exchange -> World.answer(exchange, 500, "{}")),
    CUT(true, HttpExchange::close),
    TRUNCATED(true, exchange -> {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 1000);
        exchange.getResponseBody().write("{\"receipt\": ".getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
        exchange.close();
    }),
    BAD_JSON(true, exchange -> World.answer(exchange, 200, "{\"receipt\": ")),
    LATE(true, exchange -> {
        late();
        World.answer(exchange, 200, "{\"receipt\": \"late\"}");
    }),
    DRIPPING(true, exchange -> {
        exchange.sendResponseHeaders(200, 0);
        for (int i = 0; i < 10; i++) {
            exchange.getResponseBody().write(' ');
            exchange.getResponseBody().flush();
            late();
        }
        exchange.close();
    });

    /** Longer than the flows wait for a whole answer. */
    private static final long LATE_MILLIS = 1_500;

    final boolean applies;
    private final Answer answer;

    Ways(boolean applies, Answer answer) {
        this.applies = applies;
        this.answer = answer;
    }

    void answer(HttpExchange exchange) throws IOException {
        answer.to(exchange);
    }

    /** How long the world takes; a delay of what is played, not a wait for something. */
    private static void late() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(LATE_MILLIS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }
}
