package io.tutti.openai;

import io.tutti.failure.Reason;
import io.tutti.failure.Refused;

/** A field of a request holds something that cannot be. */
final class BadParameter extends Refused {

    private static final long serialVersionUID = 1L;

    private final String parameter;

    /**
     * @param parameter the field's path, for example {@code messages[1].content}
     * @param found what was found and what is expected, with a full stop
     */
    BadParameter(String parameter, String found) {
        super(Reason.BAD_INPUT, "The field '" + parameter + "' " + found);
        this.parameter = parameter;
    }

    String parameter() {
        return parameter;
    }
}
