package io.tutti.provider;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import org.jspecify.annotations.Nullable;

/**
 * Counts tokens as OpenAI's models since GPT-4o do (o200k_base); other models' counts are near to it. Loaded with the
 * first text, in some tenths of a second. Safe for use by many threads.
 */
final class Tokenizer {

    private Tokenizer() {}

    private static final class Loaded {

        private static final Encoding ENCODING =
                Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
    }

    static long count(@Nullable String text) {
        return text == null || text.isEmpty() ? 0 : Loaded.ENCODING.countTokensOrdinary(text);
    }
}
