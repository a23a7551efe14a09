package io.tutti.check;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * {@code grounded}: every number, date, time, amount and identifier of an answer occurs in its evidence, in whatever
 * way it is written. Identifiers of the question count as known; its numbers do not, because a question can be wrong.
 * References such as {@code [2]} to a passage that exists and the numbers of a list are no facts.
 */
@Component
final class Grounded implements OutputCheck {

    private static final int SHOWN = 5;

    @Override
    public String name() {
        return "grounded";
    }

    @Override
    public Verdict check(Answer answer) {
        List<Fact> unknown = new ArrayList<>(Facts.in(withoutReferences(answer)));
        forget(unknown, identifiersOf(answer.question()));
        for (Passage passage : answer.evidence()) {
            if (unknown.isEmpty()) {
                return Verdict.PASSED;
            }
            forget(unknown, Facts.in(passage.source()));
            forget(unknown, Facts.in(passage.text()));
        }
        return unknown.isEmpty() ? Verdict.PASSED : Verdict.failed(shown(unknown) + " not in the evidence");
    }

    private static void forget(List<Fact> unknown, List<Fact> known) {
        unknown.removeIf(fact -> known.stream().anyMatch(fact::isSaidBy));
    }

    private static List<Fact> identifiersOf(String question) {
        return Facts.in(question).stream()
                .filter(Fact.Identifier.class::isInstance)
                .toList();
    }

    private static String withoutReferences(Answer answer) {
        String text = answer.text().replaceAll("(?m)^\\s*\\d{1,2}[.)]\\s", " ");
        for (int i = 1; i <= answer.evidence().size(); i++) {
            text = text.replace("[" + i + "]", " ");
        }
        return text;
    }

    private static String shown(List<Fact> facts) {
        List<String> unknown = facts.stream().map(Fact::text).distinct().toList();
        String few = unknown.stream().limit(SHOWN).collect(Collectors.joining(", "));
        int more = unknown.size() - SHOWN;
        return few + (more > 0 ? " and " + more + " more are" : unknown.size() == 1 ? " is" : " are");
    }
}
