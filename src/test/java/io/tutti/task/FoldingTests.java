package io.tutti.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tutti.commit.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written once is read everywhere it was, as it was. */
class FoldingTests {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> rows = new HashMap<>();
    private final Recent recent = new Recent();

    @Test
    void leavesWhatIsShortWhereItStands() throws Exception {
        JsonNode content = JSON.readTree("{\"a\": [1, 2.50, null, true, \"@x\"], \"@\": \"b\"}");
        assertThat(fold(content)).isEqualTo(content.toString());
        assertThat(rows).isEmpty();
    }

    @Test
    void storesALongTextOnceWhereverItStands() {
        JsonNode text = TextNode.valueOf(prose(1, 5000));
        JsonNode around = JSON.createObjectNode().put("text", text.textValue()).put("confidence", 0.5);
        List<String> columns =
                List.of(fold(text), fold(around), fold(JSON.createArrayNode().add(around)));
        assertThat(bytes()).isLessThan(5500);
        assertThat(columns).allSatisfy(column -> assertThat(column).hasSizeLessThan(100));
        assertThat(columns.stream().map(this::unfold))
                .containsExactly(text, around, JSON.createArrayNode().add(around));
    }

    @Test
    void storesOfALongerListWhatIsNew() {
        ArrayNode messages = JSON.createArrayNode();
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            messages.add(JSON.createObjectNode().put("role", "user").put("content", prose(i, 2000)));
            columns.add(fold(messages.deepCopy()));
        }
        assertThat(bytes()).isLessThan(200 * 2200);
        assertThat(unfold(columns.get(122))).hasSize(123);
        assertThat(unfold(columns.getLast())).isEqualTo(messages);
    }

    @Test
    void storesOfALongerTextWhatIsNew() {
        StringBuilder said = new StringBuilder();
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            said.append(prose(i, 1000));
            columns.add(fold(TextNode.valueOf(said.toString())));
        }
        assertThat(bytes()).isLessThan(200 * 1100);
        assertThat(unfold(columns.get(122)).textValue()).isEqualTo(said.substring(0, 123_000));
        assertThat(unfold(columns.getLast()).textValue()).isEqualTo(said.toString());
    }

    /** A window of the last messages begins with none that is known. */
    @Test
    void storesOfAWindowItsNewTexts() {
        ArrayNode window = JSON.createArrayNode();
        for (int i = 0; i < 100; i++) {
            window.add(JSON.createObjectNode().put("role", "user").put("content", prose(i, 2000)));
            if (window.size() > 10) {
                window.remove(0);
            }
            assertThat(unfold(fold(window.deepCopy()))).isEqualTo(window);
        }
        assertThat(bytes()).isLessThan(100 * 3000);
    }

    @Test
    void storesAListAnewWhenNothingIsKnownOfItsBeginningAnyMore() {
        ArrayNode messages = JSON.createArrayNode().add(prose(1, 2000)).add(prose(2, 2000));
        fold(messages.deepCopy());
        messages.add(prose(3, 2000));
        String column = fold(messages, new Recent());
        assertThat(unfold(column)).isEqualTo(messages);
        assertThat(bytes()).isLessThan(6500);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"@\": \"%s\"}",
                "{\"@\": {\"@\": \"%s\"}}",
                "{\"x\": {\"@\": \"no reference\"}, \"long\": \"%s\"}",
                "{\"x\": [{\"@\": \"no reference\"}], \"long\": \"%s\"}",
                "{\"@\": {\"@\": {\"@\": \"no reference\"}}, \"long\": [\"%s\", \"%1$s\"]}",
                "[{\"@\": \"no reference\"}, 1.500, null, [[\"%s\"]]]",
                "[\"=%s\", \"#%1$s\", \"+%1$s\", \"@%1$s\"]",
                "\"\\u0000%s\"",
                "[[], {}, \"\", \"%s\"]"
            })
    void givesBackWhateverItWas(String shape) throws Exception {
        for (int length : new int[] {10, Folding.LONG, Folding.SHARED + 1}) {
            JsonNode content = JSON.readTree(shape.formatted(prose(7, length)));
            assertThat(unfold(fold(content))).isEqualTo(content);
            assertThat(unfold(fold(content))).as("again").isEqualTo(content);
        }
    }

    @Test
    void keepsTheTextsOfTwoTasksApartAndSharesTheLongest() {
        fold("one", TextNode.valueOf(prose(1, 2000)), new Recent());
        fold("two", TextNode.valueOf(prose(1, 2000)), new Recent());
        assertThat(rows).hasSize(2);
        fold("one", TextNode.valueOf(prose(1, 20_000)), new Recent());
        fold("two", TextNode.valueOf(prose(1, 20_000)), new Recent());
        assertThat(rows).hasSize(3);
    }

    private String fold(JsonNode content) {
        return fold(content, recent);
    }

    private String fold(JsonNode content, Recent known) {
        return fold("one", content, known);
    }

    private String fold(String task, JsonNode content, Recent known) {
        List<Write> change = new ArrayList<>();
        Folding folding = new Folding(task, known, change);
        String column = folding.column(content);
        change.stream()
                .filter(write -> write.sql().contains("INTO payload ("))
                .forEach(write -> rows.put(
                        String.valueOf(write.values().get(0)),
                        String.valueOf(write.values().get(1))));
        folding.isStored();
        return column;
    }

    private JsonNode unfold(String column) {
        return new Unfolding(JSON, rows::get).column(column);
    }

    private int bytes() {
        return rows.values().stream().mapToInt(String::length).sum();
    }

    private static String prose(int seed, int length) {
        return new Random(seed)
                .ints(length, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
