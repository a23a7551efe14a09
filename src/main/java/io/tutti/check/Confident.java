package io.tutti.check;

import java.util.Locale;
import org.springframework.stereotype.Component;

/** {@code confident}: an answer is at least as sure as the pool's {@code confidence} asks. */
@Component
final class Confident implements OutputCheck {

    @Override
    public String name() {
        return "confident";
    }

    @Override
    public Verdict check(Answer answer) {
        return answer.confidence() >= answer.limit()
                ? Verdict.PASSED
                : Verdict.failed(String.format(
                        Locale.ROOT,
                        "its confidence is %.2f and the limit is %.2f",
                        answer.confidence(),
                        answer.limit()));
    }
}
