package io.tutti.routing;

import io.tutti.audit.AuditAction;
import io.tutti.audit.AuditEvent;
import io.tutti.audit.AuditTrail;
import io.tutti.failure.Refused;
import io.tutti.task.TaskRun;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/**
 * Decides the way of a question by its meaning, for {@code route-semantic-action}. Inside a task the decision is in the
 * audit trail. Safe for use by many threads.
 */
@Component("semanticRouter")
final class SemanticRouter {

    private final Intents intents;
    private final AuditTrail audit;

    SemanticRouter(Intents intents, AuditTrail audit) {
        this.intents = intents;
        this.audit = audit;
    }

    /**
     * Sets the variables {@code <prefix>}, {@code <prefix>Route}, {@code <prefix>Confidence} and
     * {@code <prefix>Fits}; with an empty prefix {@code intent}, {@code route}, {@code intentConfidence} and
     * {@code fits}. The body stays. When the body is a list of texts, each variable is a list in their order.
     *
     * @param file the intents file's name
     * @throws Refused when the body is no question
     */
    public void decide(Exchange exchange, String file, String prefix) {
        if (exchange.getMessage().getBody() instanceof List<?> texts
                && !texts.isEmpty()
                && texts.stream().allMatch(String.class::isInstance)) {
            decideAll(
                    exchange,
                    file,
                    prefix,
                    texts.stream().map(String.class::cast).toList());
            return;
        }
        Match match = intents.classify(file, Question.textOf(exchange));
        set(exchange, prefix, match.intent(), match.to(), match.confidence(), match.fits());
        record(exchange, file, match);
    }

    private void decideAll(Exchange exchange, String file, String prefix, List<String> texts) {
        List<Match> matches = intents.classifyAll(file, texts);
        set(
                exchange,
                prefix,
                matches.stream().map(Match::intent).toList(),
                matches.stream().map(Match::to).toList(),
                matches.stream().map(Match::confidence).toList(),
                matches.stream().map(Match::fits).toList());
        matches.forEach(match -> record(exchange, file, match));
    }

    private static void set(
            Exchange exchange, String prefix, Object intent, Object to, Object confidence, Object fits) {
        boolean plain = prefix.isEmpty();
        exchange.setVariable(plain ? "intent" : prefix, intent);
        exchange.setVariable(plain ? "route" : prefix + "Route", to);
        exchange.setVariable(plain ? "intentConfidence" : prefix + "Confidence", confidence);
        exchange.setVariable(plain ? "fits" : prefix + "Fits", fits);
    }

    private void record(Exchange exchange, String file, Match match) {
        TaskRun.of(exchange).ifPresent(run -> run.alongside(exchange, audit.record(event(run, file, match))));
    }

    private static AuditEvent event(TaskRun run, String file, Match match) {
        Map<String, Object> detail = Map.of(
                "intent", match.intent(),
                "to", match.to(),
                "nearest", match.nearest(),
                "confidence", Math.round(match.confidence() * 1000) / 1000.0,
                "threshold", Math.round(match.threshold() * 1000) / 1000.0,
                "fits", match.fits());
        return new AuditEvent(
                AuditAction.ROUTE_DECIDED, run.taskId(), run.principal(), run.tenant(), "intents:" + file, detail);
    }
}
