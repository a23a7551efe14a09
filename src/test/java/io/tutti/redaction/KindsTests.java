package io.tutti.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tutti.failure.Unavailable;
import io.tutti.home.Setting;
import io.tutti.home.WrongSetting;
import io.tutti.redaction.Recognizer.Span;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The user's own kinds of text. */
class KindsTests {

    private static final String CUSTOMER = "customer-number: 'K-\\d{6}'";

    private final List<Span> found = new ArrayList<>();

    @Test
    void takesOutAndPutsBackWhatAPatternFinds() {
        var redaction = new Redaction(kinds(CUSTOMER).all());
        String text = "K-123456 (a@b.de) and K-654321, not K-12; K-123456 again [CUSTOMER_NUMBER_7]";
        String redacted = redaction.redact(text);
        assertThat(redacted)
                .isEqualTo(
                        "[CUSTOMER_NUMBER_1] ([EMAIL_1]) and [CUSTOMER_NUMBER_2], not K-12; [CUSTOMER_NUMBER_1] again"
                                + " [CUSTOMER_NUMBER_7]");
        assertThat(redaction.restore(redacted)).isEqualTo(text);
    }

    @Test
    void isLeftOutOfWhatIsTold() {
        try {
            Telling.leaveOut(kinds(CUSTOMER + "\nnames: {route: find-names}"));
            assertThat(Telling.of("K-123456 at 10.1.2.3")).isEqualTo("[CUSTOMER_NUMBER_1] at 10.1.2.3");
            assertThat(Telling.copyOf("K-123456 at 10.1.2.3")).isEqualTo("[CUSTOMER_NUMBER_1] at [IP_1]");
        } finally {
            Telling.leaveOut(Kinds.BUILT_IN);
        }
        assertThat(Telling.of("K-123456")).isEqualTo("K-123456");
    }

    @Test
    void leavesMarksAloneThatAreThereAlready() {
        var redaction = new Redaction(kinds(CUSTOMER + "\nword: '[A-Z]+_1|K'").all());
        String redacted = redaction.redact("K-123456 and K and EMAIL_1 and a@b.de");
        assertThat(redacted).isEqualTo("[CUSTOMER_NUMBER_1] and [WORD_1] and [WORD_2] and [EMAIL_1]");
        assertThat(redaction.restore(redacted)).isEqualTo("K-123456 and K and EMAIL_1 and a@b.de");
    }

    @Test
    void putsBackALongMarkThatComesInParts() {
        var redaction = new Redaction(kinds("a-name-of-20-letters: 'K-\\d{6}'").all());
        redaction.redact("K-123456");
        List<String> parts = new ArrayList<>();
        var stream = new RestoredStream(redaction, parts::add);
        "It is [A_NAME_OF_20_LETTERS_1].".chars().mapToObj(Character::toString).forEach(stream);
        stream.end();
        assertThat(String.join("", parts)).isEqualTo("It is K-123456.");
    }

    @Test
    void takesOutWhatARouteFinds() {
        found.addAll(List.of(new Span(15, 19), new Span(5, 9), new Span(5, 16), new Span(7, 8)));
        var redaction = new Redaction(kinds("names: {route: find-names}").all());
        String redacted = redaction.redact("Dear Anna Weber Otto!");
        assertThat(redacted).isEqualTo("Dear [NAMES_1][NAMES_2][NAMES_3]o!");
        assertThat(redaction.restore(redacted)).isEqualTo("Dear Anna Weber Otto!");
    }

    @ParameterizedTest
    @CsvSource({"-1, 2", "3, 3", "4, 2", "0, 6", "5, 6"})
    void refusesARouteThatFindsWhatIsNotThere(int start, int end) {
        found.add(new Span(start, end));
        var redaction = new Redaction(kinds("names: {route: find-names}").all());
        assertThatThrownBy(() -> redaction.redact("Anna!"))
                .isInstanceOf(Unavailable.class)
                .hasMessage(
                        "The route find-names was asked for names and found something from %d to %d in 5 characters."
                                .formatted(start, end));
    }

    @Test
    void choosesByName() {
        Kinds kinds = kinds(CUSTOMER);
        assertThat(kinds.of(List.of("iban", "customer-number", "key")))
                .extracting(Redactable::word)
                .containsExactly("customer-number", "key", "iban");
        assertThat(kinds.all()).hasSize(8);
        assertThatThrownBy(() -> kinds.of(List.of("key", "names"))).hasMessage("names");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "email: 'x'            | 'email' cannot be the name of a kind",
                "Customer: 'x'         | 'Customer' cannot be the name of a kind",
                "abcdefghijklmnopqrstu: 'x' | of at most 20 small letters",
                "a: '(x'               | a is no regular expression of RE2: missing closing ) in (x",
                "a: 'x*'               | a fits an empty text",
                "a: '(?<=x)y'          | a is no regular expression of RE2",
                "a: {route: 'http://x'} | a needs a regular expression, or {route: find-names}",
                "a: [x]                | a needs a regular expression, or {route: find-names}",
                "a: 3                  | a needs a regular expression, or {route: find-names}"
            })
    void refuses(String yaml, String message) {
        assertThatThrownBy(() -> kinds(yaml)).isInstanceOf(WrongSetting.class).hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a|aa)+$", "(.*a){20}", "(x+x+)+y"})
    void isLinearWhateverThePattern(String pattern) {
        var redaction = new Redaction(kinds("own: '" + pattern + "'").of(List.of("own")));
        String text = "a".repeat(100_000) + "x".repeat(100_000);
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> redaction.redact(text));
    }

    private Kinds kinds(String yaml) {
        try {
            var setting = new Setting(
                    new YAMLMapper().readTree(yaml),
                    "",
                    (pointer, expected) -> new WrongSetting(Path.of("models.yaml"), 1, expected));
            return Kinds.read(setting, (route, text) -> found);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
