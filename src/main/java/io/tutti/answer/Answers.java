package io.tutti.answer;

import io.tutti.model.CheckFailed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The small truths around an answer; flows and connectors call them in their order. An <em>answer</em> is a map with
 * {@code question}, {@code intent}, {@code reply}, {@code confidence}, {@code sources}, and for a person {@code reason}
 * and {@code evidence}. Thread-safe.
 */
@Component("answers")
public final class Answers {

    private static final String ANSWERS = "answers";
    private static final String PERSON = "person";
    private static final String REPLY = "reply";
    private static final String REASON = "reason";
    private static final String QUESTION = "question";
    private static final String DECISION = "decision";

    /** Makes the body a prompt for {@code direct:call-model} from the question and the evidence. */
    public void prompt(Exchange exchange, String instructions) {
        Map<String, Object> prompt = new LinkedHashMap<>();
        prompt.put("instructions", instructions);
        prompt.put(QUESTION, Variable.QUESTION.of(exchange));
        prompt.put("evidence", Objects.requireNonNullElse(Variable.EVIDENCE.of(exchange), List.of()));
        exchange.getMessage().setBody(prompt);
    }

    /** After a failed draft: the best rejected answer becomes the body, and a person has to look. */
    public void draftFailed(Exchange exchange) {
        Throwable caught = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class);
        if (caught instanceof CheckFailed failed) {
            exchange.getMessage().setBody(failed.suggestion());
            exchange.setVariable(Variable.CONFIDENCE.word(), failed.confidence());
            exchange.setVariable(Variable.SOURCES.word(), failed.sources());
            exchange.setVariable(
                    Variable.REASON.word(), "the answer failed its checks: " + String.join("; ", failed.reasons()));
            return;
        }
        exchange.getMessage().setBody(null);
        exchange.setVariable(Variable.REASON.word(), "no model answered: " + caught.getMessage());
    }

    /** Makes the body an answer from the drafted text and the variables. */
    public void answer(Exchange exchange) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(QUESTION, text(Variable.QUESTION.of(exchange)));
        answer.put("intent", Variable.INTENT.of(exchange));
        answer.put(REPLY, exchange.getMessage().getBody(String.class));
        answer.put("confidence", Variable.CONFIDENCE.of(exchange));
        answer.put("sources", Objects.requireNonNullElse(Variable.SOURCES.of(exchange), List.of()));
        Object reason = Variable.REASON.of(exchange);
        if (reason != null) {
            answer.put(REASON, reason);
            answer.put("evidence", Objects.requireNonNullElse(Variable.EVIDENCE.of(exchange), List.of()));
        }
        exchange.getMessage().setBody(answer);
    }

    /**
     * Makes the body of one message's answers the flow's output: {@code reply}, {@code answers} and {@code person}, the
     * reasons why a person has to look, or null.
     */
    public void together(Exchange exchange) {
        List<Map<?, ?>> answers = maps(exchange.getMessage().getBody(List.class));
        String reasons = answers.stream()
                .map(answer -> answer.get(REASON))
                .filter(Objects::nonNull)
                .map(Object::toString)
                .distinct()
                .collect(Collectors.joining("; "));
        Map<String, Object> output = new LinkedHashMap<>();
        output.put(REPLY, reply(answers));
        output.put(ANSWERS, answers);
        output.put(PERSON, reasons.isEmpty() ? null : reasons);
        exchange.getMessage().setBody(output);
    }

    /** Makes the body the case for {@code direct:ask-person}: question, reason, evidence and suggestion. */
    public void handOver(Exchange exchange) {
        Map<?, ?> output = exchange.getMessage().getBody(Map.class);
        List<Map<?, ?>> answers = maps(output.get(ANSWERS));
        Map<String, Object> handedCase = new LinkedHashMap<>();
        handedCase.put(QUESTION, answers.stream().map(answer -> text(answer)).collect(Collectors.joining("\n")));
        handedCase.put(REASON, output.get(PERSON));
        handedCase.put("customer", customer(exchange));
        handedCase.put("evidence", evidence(answers));
        handedCase.put("suggestion", output.get(REPLY));
        handedCase.put(ANSWERS, answers);
        exchange.getMessage().setBody(handedCase);
    }

    /** Makes the body the flow's output again, with what the person decided; {@code answers} are those of the case. */
    public void decided(Exchange exchange, List<?> answers) {
        Map<?, ?> decision = exchange.getMessage().getBody(Map.class);
        Map<String, Object> output = new LinkedHashMap<>();
        output.put(REPLY, decision.get("output"));
        output.put(ANSWERS, answers);
        output.put(PERSON, decision.get("by"));
        output.put(DECISION, decision.get(DECISION));
        if (decision.get(REASON) != null) {
            output.put(REASON, decision.get(REASON));
        }
        exchange.getMessage().setBody(output);
    }

    /** Makes the body the arguments of the tool {@code open-ticket}. */
    public void ticketArguments(Exchange exchange) {
        Map<?, ?> output = exchange.getMessage().getBody(Map.class);
        List<Map<?, ?>> answers = maps(output.get(ANSWERS));
        Map<String, Object> question = new LinkedHashMap<>();
        question.put("text", answers.stream().map(answer -> text(answer)).collect(Collectors.joining("\n")));
        question.put("customer", customer(exchange));
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put(QUESTION, question);
        arguments.put("answer", output.get(REPLY));
        arguments.put("category", answers.isEmpty() ? null : answers.getFirst().get("intent"));
        arguments.put("status", output.get(REPLY) == null ? "open" : "answered");
        exchange.getMessage().setBody(arguments);
    }

    /** Makes the body {@code output} with the ticket that the tool opened. */
    public void withTicket(Exchange exchange, Map<?, ?> output) {
        Map<?, ?> opened = exchange.getMessage().getBody(Map.class);
        Map<Object, Object> complete = new LinkedHashMap<>();
        complete.put(REPLY, output.get(REPLY));
        complete.put("ticket", opened.get("ticket"));
        complete.putAll(output);
        exchange.getMessage().setBody(complete);
    }

    /** Answers joined in the order of their questions; one alone stands as it is. */
    private static @Nullable String reply(List<Map<?, ?>> answers) {
        String joined = answers.stream()
                .map(answer -> answer.get(REPLY))
                .filter(Objects::nonNull)
                .map(Object::toString)
                .collect(Collectors.joining("\n\n"));
        return joined.isEmpty() ? null : joined;
    }

    private static @Nullable Object customer(Exchange exchange) {
        return maps(Variable.QUESTIONS.of(exchange)).stream()
                .map(question -> question.get("customer"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static List<Object> evidence(List<Map<?, ?>> answers) {
        List<Object> all = new ArrayList<>();
        answers.forEach(answer -> all.addAll(maps(answer.get("evidence"))));
        return all;
    }

    private static String text(@Nullable Object question) {
        Object text = question instanceof Map<?, ?> map
                ? Objects.requireNonNullElse(map.get("text"), map.get(QUESTION))
                : question;
        return String.valueOf(text);
    }

    private static List<Map<?, ?>> maps(@Nullable Object value) {
        List<Map<?, ?>> maps = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(each -> maps.add((Map<?, ?>) each));
        }
        return maps;
    }
}
