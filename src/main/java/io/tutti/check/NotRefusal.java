package io.tutti.check;

import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** {@code not-refusal}: an answer answers, instead of saying that it cannot or does not know. In English. */
@Component
final class NotRefusal implements OutputCheck {

    private static final Pattern REFUSAL = Pattern.compile("""
            \\b(?:I|we)(?:\\s+am|'m|\\s+are|'re)?\\s+(?:sorry,?\\s+but\\s+I\\s+)?\
            (?:cannot|can't|can\\s+not|could\\s+not|couldn't|won't|will\\s+not|unable\\s+to|not\\s+able\\s+to|not\\s+allowed\\s+to)\\s+\
            (?:\\w+\\s+)?(?:help|assist|answer|provide|fulfil|fulfill|comply|do\\s+that|find|determine|tell|discuss|share)\\b\
            |\\b(?:I|we)\\s+(?:have\\s+no|do\\s+not\\s+have|don't\\s+have|lack)\\s+(?:\\w+\\s+){0,2}(?:information|access|knowledge|data)\\b\
            |\\b(?:I|we)\\s+(?:do\\s+not|don't)\\s+know\\b\
            |\\bas\\s+an?\\s+(?:AI|artificial|(?:large\\s+)?language\\s+model)\\b\
            |\\b(?:evidence|context|documents?|passages?)\\s+(?:provided\\s+)?(?:does|do)(?:\\s+not|n't)\\s+(?:contain|mention|include|say|provide)\\b
            """.strip(), Pattern.CASE_INSENSITIVE);

    @Override
    public String name() {
        return "not-refusal";
    }

    @Override
    public Verdict check(Answer answer) {
        return REFUSAL.matcher(answer.text().replace('\u2019', '\'')).find()
                ? Verdict.failed("it refuses or says that it does not know")
                : Verdict.PASSED;
    }
}
