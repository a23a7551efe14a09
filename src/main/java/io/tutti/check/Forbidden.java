package io.tutti.check;

import io.tutti.home.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.springframework.stereotype.Component;

/** {@code forbidden}: none of some regular expressions is found in an answer. */
@Component
final class Forbidden implements CheckKind {

    @Override
    public String name() {
        return "forbidden";
    }

    @Override
    public OutputCheck with(Setting options) {
        List<Pattern> patterns = new ArrayList<>();
        for (Setting item : options.items()) {
            try {
                patterns.add(Pattern.compile(item.node().asText()));
            } catch (PatternSyntaxException e) {
                throw item.wrong("is no regular expression: " + e.getDescription() + ".");
            }
        }
        if (patterns.isEmpty()) {
            throw options.wrong("expected a list of regular expressions, for example ['(?i)password'].");
        }
        return new NoneOf(List.copyOf(patterns));
    }

    private record NoneOf(List<Pattern> patterns) implements OutputCheck {

        @Override
        public String name() {
            return "forbidden";
        }

        /** Says which pattern, not what was found: that may be what nobody should see. */
        @Override
        public Verdict check(Answer answer) {
            return patterns.stream()
                    .filter(pattern -> pattern.matcher(answer.text()).find())
                    .findFirst()
                    .map(pattern -> Verdict.failed("it has what is forbidden by " + pattern))
                    .orElse(Verdict.PASSED);
        }
    }
}
