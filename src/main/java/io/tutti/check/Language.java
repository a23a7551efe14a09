package io.tutti.check;

import io.tutti.home.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.Objects;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;
import org.springframework.stereotype.Component;

/**
 * {@code language}: an answer is in a language, by the detector of Apache OpenNLP. A text of fewer than {@value #LEAST}
 * letters passes: nobody can tell.
 */
@Component
final class Language implements CheckKind {

    private static final int LEAST = 30;

    @Override
    public String name() {
        return "language";
    }

    @Override
    public OutputCheck with(Setting options) {
        String word = options.node().asText();
        String code = code(word);
        if (code.isEmpty()) {
            throw options.wrong("expected a language's code of two letters, for example en; found " + word + ".");
        }
        return new In(code);
    }

    private static String code(String word) {
        try {
            return word.length() == 2 ? Locale.of(word).getISO3Language() : "";
        } catch (MissingResourceException e) {
            return "";
        }
    }

    /** Loaded with the first text, in about a second; the detectors themselves are for one thread each. */
    private static final class Model {

        private static final LanguageDetectorModel LOADED = load();

        private static LanguageDetectorModel load() {
            try (InputStream in = Objects.requireNonNull(Language.class.getResourceAsStream("/langdetect-183.bin"))) {
                return new LanguageDetectorModel(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private record In(String code) implements OutputCheck {

        @Override
        public String name() {
            return "language";
        }

        @Override
        public Verdict check(Answer answer) {
            long letters = answer.text().chars().filter(Character::isLetter).count();
            if (letters < LEAST) {
                return Verdict.PASSED;
            }
            String found = new LanguageDetectorME(Model.LOADED)
                    .predictLanguage(answer.text())
                    .getLang();
            return found.equals(code)
                    ? Verdict.PASSED
                    : Verdict.failed("it looks like the language " + found + " and not like " + code);
        }
    }
}
