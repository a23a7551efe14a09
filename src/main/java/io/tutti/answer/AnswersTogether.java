package io.tutti.answer;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Aggregates the bodies of a split into a list, in the order of the split. The variables stay those of the message. */
@Component("answersTogether")
final class AnswersTogether implements AggregationStrategy {

    @Override
    public Exchange aggregate(@Nullable Exchange before, Exchange next) {
        List<Object> bodies = new ArrayList<>();
        if (before != null) {
            bodies.addAll(before.getMessage().getBody(List.class));
        }
        bodies.add(next.getMessage().getBody());
        Exchange result = before == null ? next : before;
        result.getMessage().setBody(bodies);
        return result;
    }
}
