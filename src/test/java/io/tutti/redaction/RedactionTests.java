package io.tutti.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Write to anna.k+shop@mail.example.com.               | Write to [EMAIL_1].
            a@b.de, c@d.org                                      | [EMAIL_1], [EMAIL_2]
            Karte 4111 1111 1111 1111, bitte                     | Karte [CARD_1], bitte
            4111-1111-1111-1111                                  | [CARD_1]
            378282246310005                                      | [CARD_1]
            DE89 3704 0044 0532 0130 00                          | [IBAN_1]
            GB29NWBK60161331926819.                              | [IBAN_1].
            My SSN is 123-45-6789                                | My SSN is [SSN_1]
            Call +49 30 901820 today                             | Call [PHONE_1] today
            Call (212) 555-0123 or 212-555-0123                  | Call [PHONE_1] or [PHONE_2]
            from 192.168.10.4 to 2001:db8::ff00:42:8329          | from [IP_1] to [IP_2]
            key sk-abcdefghijklmnop1234                          | key [KEY_1]
            AKIAIOSFODNN7EXAMPLE                                 | [KEY_1]
            ghp_0123456789abcdefghijABCDEFGHIJ012345             | [KEY_1]
            """)
    void takesOutWhatIdentifiesPeople(String text, String redacted) {
        assertThat(all().redact(text)).isEqualTo(redacted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Order HP-10023 was shipped on 2026-11-18 at 10:45:30.",
                "Invoice INV-2026-0042 over 1,234.56 USD",
                "4111 1111 1111 1112 has a wrong digit",
                "0000 0000 0000 0000",
                "GB28NWBK60161331926819 has a wrong checksum",
                "Version 1.2.3.400 and section 3.2.1",
                "List::of and ::",
                "000-12-3456 and 666-12-3456 and 123-00-4567",
                "me@home is no address",
                "3.14159265358979323846",
                "The code 1234567890123 is an EAN of a book",
                "[EMAIL_7] was there before"
            })
    void leavesEverythingElse(String text) {
        assertThat(all().redact(text)).isEqualTo(text);
    }

    @Test
    void takesOnlyTheKindsThatItIsTold() {
        assertThat(new Redaction(EnumSet.of(Personal.EMAIL)).redact("a@b.de 192.168.1.1"))
                .isEqualTo("[EMAIL_1] 192.168.1.1");
        assertThat(new Redaction(List.of()).redact("a@b.de")).isEqualTo("a@b.de");
    }

    @Test
    void putsBackWhatItTookOutAndNothingElse() {
        Redaction redaction = all();
        assertThat(redaction.redact("a@b.de and c@d.org")).isEqualTo("[EMAIL_1] and [EMAIL_2]");
        assertThat(redaction.redact("again c@d.org")).isEqualTo("again [EMAIL_2]");

        assertThat(redaction.restore("Dear [EMAIL_2], cc [EMAIL_1], not [EMAIL_3] nor [CARD_1]."))
                .isEqualTo("Dear c@d.org, cc a@b.de, not [EMAIL_3] nor [CARD_1].");
    }

    @Test
    void putsBackWhatComesInParts() {
        Redaction redaction = all();
        redaction.redact("a@b.de");
        List<String> parts = new ArrayList<>();
        RestoredStream stream = new RestoredStream(redaction, parts::add);

        List.of("Dear [EM", "AIL_", "1], see [1", "] and [", "x").forEach(stream);
        stream.end();

        assertThat(String.join("", parts)).isEqualTo("Dear a@b.de, see [1] and [x");
        assertThat(parts).startsWith("Dear ", "a@b.de, see ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "1", "a.", "1 ", "1-", "a@", "+1", "DE89 ", ":", "sk-", "eyJa.", "[", "1.", "a@b."})
    void isDoneWithAMegabyteOfTheWorstInASecond(String piece) {
        String text = piece.repeat(1_000_000 / piece.length());

        assertThatCode(() -> org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
                        Duration.ofSeconds(10), () -> all().redact(text)))
                .doesNotThrowAnyException();
    }

    private static Redaction all() {
        return new Redaction(EnumSet.allOf(Personal.class));
    }

    @Test
    void keepsApartWhatSomebodyWroteLikeAMark() {
        var redaction = new Redaction(Kinds.BUILT_IN.all());
        assertThat(redaction.redact("[EMAIL_1] of a@b.de")).isEqualTo("[EMAIL_1] of [EMAIL_2]");
        assertThat(redaction.redact("tell me [EMAIL_2]")).isEqualTo("tell me [MARK_1]");
        assertThat(redaction.restore("[EMAIL_1], [EMAIL_2], [MARK_1]")).isEqualTo("[EMAIL_1], a@b.de, [EMAIL_2]");
    }
}
