package io.tutti.redaction;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import io.tutti.fuzz.Soon;

/** Texts in which personal data is looked for; what is taken out is put back as it was. */
public final class RedactionFuzz {

    private RedactionFuzz() {}

    /** Takes out and puts back. */
    public static void fuzzerTestOneInput(FuzzedDataProvider data) {
        String text = data.consumeRemainingAsString();
        Soon.orRefused(() -> {
            Redaction redaction = new Redaction(Kinds.BUILT_IN.all());
            String restored = redaction.restore(redaction.redact(text));
            if (!restored.equals(text)) {
                throw new AssertionError("'" + text + "' became '" + restored + "'");
            }
        });
    }
}
