package io.tutti.killswitch;

import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Something that is stopped.
 *
 * @param kind of what
 * @param name whose
 * @param reason why, 1 to 500 characters
 * @param by the principal who stopped it
 * @param at when
 */
public record KillSwitch(Kind kind, String name, String reason, String by, Instant at) {

    /** What can be stopped. */
    public enum Kind {
        /** It is asked no more; pools go on with their next model. */
        MODEL,
        /** It is called no more. */
        TOOL,
        /** It does nothing more. */
        AGENT,
        /** It takes no tasks; those that run call no models and tools. */
        FLOW,
        /** Its principals start no tasks and call no models; its tasks call no models and tools. */
        TENANT;

        /** The name in the API. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @throws Refused when there is none of this name */
        public static Kind of(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new Refused(
                            Reason.BAD_INPUT,
                            "A kill switch was asked for of the kind '%s'; there are %s."
                                    .formatted(
                                            word,
                                            Arrays.stream(values())
                                                    .map(Kind::word)
                                                    .collect(Collectors.joining(", ")))));
        }
    }
}
