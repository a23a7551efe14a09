package io.tutti.intake;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.fuzz.Soon;

/** Bodies of JMS messages and files. */
public final class InputTextFuzz {

    private static final InputText TEXT = new InputText(new ObjectMapper());

    private InputTextFuzz() {}

    /** Reads one. */
    public static void fuzzerTestOneInput(byte[] body) {
        Soon.orRefused(() -> TEXT.jsonOrText(InputText.utf8(body)));
    }
}
