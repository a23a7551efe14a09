package io.tutti.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.home.Setting;
import io.tutti.home.WrongSetting;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChecksTests {

    private final Checks checks = Checks.shipped();

    @Test
    void knowsThoseThatNeedOptionsAndThoseThatDoNot() {
        assertThat(checks.names())
                .containsExactly(
                        "confident",
                        "forbidden",
                        "grounded",
                        "json-schema",
                        "language",
                        "length",
                        "not-empty",
                        "not-refusal");
        assertThat(checks.plain("length")).isEmpty();
        assertThat(checks.with("grounded", options("{}"))).isEmpty();
        assertThat(new Confident().check(answer("Fine.", 0.4)).reason())
                .isEqualTo("its confidence is 0.40 and the limit is 0.50");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            length      | {"least": 3}               | Hi             | it has 2 characters and needs 3
            length      | {"most": 3}                | Hello          | it has 5 characters and may have 3
            length      | {"least": 2, "most": 5}    | Hello          |
            forbidden   | ["(?i)password", "secret"] | My PassWord is | it has what is forbidden by (?i)password
            forbidden   | ["(?i)password"]           | Nothing here   |
            language    | "en"                       | Your parcel was shipped yesterday and will arrive tomorrow. |
            language    | "en"                       | Ihr Paket wurde gestern verschickt und kommt morgen bei Ihnen an. | it looks like the language deu and not like eng
            language    | "de"                       | Ihr Paket wurde gestern verschickt und kommt morgen bei Ihnen an. |
            language    | "en"                       | Ja.            |
            json-schema | {"type": "object", "required": ["city"]} | {"city": "Berlin"} |
            json-schema | {"type": "object", "required": ["city"]} | {"town": 1} | it does not fit the schema: $: required property 'city' not found
            json-schema | {}                         | {"a": 1} and more | it is no JSON
            json-schema | {}                         | no             | it is no JSON
            """)
    void looksForWhatItIsTold(String name, String options, String text, @Nullable String reason) {
        Verdict verdict = checks.with(name, options(options)).orElseThrow().check(answer(text, 1));

        assertThat(verdict.reason()).isEqualTo(reason == null ? "" : reason);
        assertThat(verdict.passed()).isEqualTo(reason == null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            length      | {"least": 5, "most": 3} | least is 5 and most is 3; least must not be the larger one.
            forbidden   | []                      | expected a list of regular expressions, for example ['(?i)password'].
            forbidden   | ["("]                   | is no regular expression: Unclosed group.
            language    | "english"               | expected a language's code of two letters, for example en; found english.
            language    | "xx"                    | expected a language's code of two letters, for example en; found xx.
            json-schema | "any"                   | expected a JSON schema, for example {type: object, required: [city]}.
            """)
    void refusesImpossibleOptions(String name, String options, String message) {
        assertThatThrownBy(() -> checks.with(name, options(options)))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining(message);
    }

    private static Setting options(String json) {
        try {
            return new Setting(
                    new ObjectMapper().readTree(json),
                    "",
                    (pointer, expected) -> new WrongSetting(Path.of("models.yaml"), 1, expected));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"0.5, true", "0.4999, false", "1, true", "0, false"})
    void isConfidentFromTheLimitOn(double confidence, boolean passed) {
        assertThat(new Confident().check(answer("Fine.", confidence)).passed()).isEqualTo(passed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n", "...", "—"})
    void takesSignsForEmpty(String text) {
        assertThat(new NotEmpty().check(answer(text, 1)).passed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I'm sorry, but I can't help with that.",
                "I cannot answer this question.",
                "As an AI language model, I have no opinion.",
                "I have no information about this.",
                "I don’t have any information on that order.",
                "We are unable to provide that.",
                "The provided context does not mention a refund.",
                "I don't know."
            })
    void seesARefusal(String text) {
        assertThat(new NotRefusal().check(answer(text, 1)).passed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I'm sorry, but your order is delayed.",
                "You cannot return opened software.",
                "We do not ship to Norway.",
                "If you do not know your number, look at the invoice."
            })
    void takesABadAnswerForNoRefusal(String text) {
        assertThat(new NotRefusal().check(answer(text, 1)).passed()).isTrue();
    }

    private static Answer answer(String text, double confidence) {
        return new Answer("What?", List.of(), text, confidence, 0.5);
    }
}
