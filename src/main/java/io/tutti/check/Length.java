package io.tutti.check;

import io.tutti.home.Setting;
import org.springframework.stereotype.Component;

/** {@code length}: an answer has at least and at most so many characters. */
@Component
final class Length implements CheckKind {

    @Override
    public String name() {
        return "length";
    }

    @Override
    public OutputCheck with(Setting options) {
        int least = options.whole("least", 0, 0, Integer.MAX_VALUE);
        int most = options.whole("most", Integer.MAX_VALUE, 1, Integer.MAX_VALUE);
        if (least > most) {
            throw options.wrong("least is " + least + " and most is " + most + "; least must not be the larger one.");
        }
        return new Bounded(least, most);
    }

    private record Bounded(int least, int most) implements OutputCheck {

        @Override
        public String name() {
            return "length";
        }

        @Override
        public Verdict check(Answer answer) {
            int length = answer.text().length();
            if (length < least) {
                return Verdict.failed("it has " + length + " characters and needs " + least);
            }
            return length > most
                    ? Verdict.failed("it has " + length + " characters and may have " + most)
                    : Verdict.PASSED;
        }
    }
}
