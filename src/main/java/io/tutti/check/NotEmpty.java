package io.tutti.check;

import org.springframework.stereotype.Component;

/** {@code not-empty}: an answer says something. */
@Component
final class NotEmpty implements OutputCheck {

    @Override
    public String name() {
        return "not-empty";
    }

    @Override
    public Verdict check(Answer answer) {
        return answer.text().chars().anyMatch(Character::isLetterOrDigit)
                ? Verdict.PASSED
                : Verdict.failed("the answer is empty");
    }
}
