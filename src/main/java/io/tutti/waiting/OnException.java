package io.tutti.waiting;

import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import java.util.Arrays;
import java.util.Locale;

/** What becomes of a task when a part that it scattered fails. */
enum OnException {
    /** It fails as soon as the quorum can no longer be; the other parts go on. */
    STOP,
    /** It goes on with the quorum, or once all parts have ended; the failed ones are among the answers. */
    CONTINUE,
    /** It waits until the part was redriven, or the deadline is over. */
    WAIT;

    /**
     * Reads the word of a flow.
     *
     * @throws Refused when it is none of these
     */
    static OnException of(String word) {
        return Arrays.stream(values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(word.strip()))
                .findFirst()
                .orElseThrow(() -> new Refused(
                        Reason.UNFIT,
                        "onException of a scatter-gather-action must be stop, continue or wait; found '%s'."
                                .formatted(word)));
    }
}
