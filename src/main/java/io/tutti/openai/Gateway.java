package io.tutti.openai;

import dev.langchain4j.model.chat.request.ChatRequest;
import io.tutti.access.Caller;
import io.tutti.agent.Agents;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.gate.Gate;
import io.tutti.model.AnswerStream;
import io.tutti.model.ModelGateway;
import io.tutti.model.Models;
import io.tutti.model.Reply;
import io.tutti.trace.Trace;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Sends what is asked the way of every model call, or to the flow that is named. Thread-safe. */
@Component
final class Gateway {

    private static final String ROUTE = "direct:call-model";

    private final CamelContext camel;
    private final ProducerTemplate producer;
    private final Models models;
    private final FlowAsModel flows;
    private final Gate gate;

    Gateway(CamelContext camel, Models models, FlowAsModel flows, Gate gate) {
        this.camel = camel;
        this.producer = camel.createProducerTemplate();
        this.models = models;
        this.flows = flows;
        this.gate = gate;
    }

    /**
     * The answer of a model, a pool, an agent or a flow.
     *
     * @param model as its caller names it
     * @param stream takes the answer's text part by part; null for an answer as a whole
     * @throws io.tutti.failure.Failure when there is none
     */
    Reply answer(String model, ChatRequest chat, Asker asker, @Nullable AnswerStream stream)
            throws InterruptedException {
        gate.requireOpen();
        if (model.startsWith(FlowAsModel.PREFIX) || model.startsWith(Agents.PREFIX)) {
            Reply reply = flows.answer(model, chat, asker);
            if (stream != null && !reply.text().isEmpty()) {
                stream.text(reply.text());
            }
            return reply;
        }
        if (!models.has(model)) {
            throw unknown(model);
        }
        return called(model, chat, asker, stream);
    }

    private Reply called(String model, ChatRequest chat, Asker asker, @Nullable AnswerStream stream) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.setProperty(Caller.PROPERTY, asker.caller());
        exchange.setProperty(AnswerStream.PROPERTY, stream);
        exchange.setProperty(Trace.PROPERTY, asker.trace());
        exchange.getMessage().setHeader("tuttiPool", model);
        exchange.getMessage().setHeader(ModelGateway.PATIENCE, asker.patience());
        exchange.getMessage().setBody(chat);
        producer.send(ROUTE, exchange);
        if (exchange.getException() instanceof RuntimeException failure) {
            throw failure;
        }
        if (exchange.getException() != null) {
            throw new CamelExecutionException("The route call-model failed.", exchange, exchange.getException());
        }
        return Reply.of(exchange);
    }

    private static Refused unknown(String model) {
        return new Refused(
                Reason.NOT_FOUND,
                "The model '%s' was asked for; there is no pool, model, agent or flow of this name. GET /v1/models lists those that may be used."
                        .formatted(model));
    }
}
