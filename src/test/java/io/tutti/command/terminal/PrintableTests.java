package io.tutti.command.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrintableTests {

    @Test
    void keepsLettersOfAllScripts() {
        assertThat(Printable.line("Grüße, 東京, 👩‍💻, €5")).isEqualTo("Grüße, 東京, 👩‍💻, €5");
    }

    @Test
    void escapesWhatATerminalWouldObey() {
        assertThat(Printable.text("a\u001b[2J\u0000\u007f\u2066\r"))
                .isEqualTo("a\\u001b[2J\\u0000\\u007f\\u2066\\u000d");
    }

    @Test
    void escapesInvisibleTags() {
        assertThat(Printable.line("x" + Character.toString(0xE0041))).isEqualTo("x\\udb40\\udc41");
    }

    @Test
    void cutsByColumnsNotByLetters() {
        assertThat(Printable.cut("東京都庁", 6)).isEqualTo("東京…");
        assertThat(Printable.width("東京…")).isEqualTo(5);
    }

    @Test
    void wrapsBetweenWordsAndKeepsALongWordWhole() {
        assertThat(Wrapped.lines("one two three\n\naVeryLongWordIndeed x", 9))
                .containsExactly("one two", "three", "", "aVeryLongWordIndeed", "x");
    }

    @Test
    void alignsColumnsThatHoldWideLetters() {
        var out = new StringWriter();
        var terminal = new Terminal(
                InputStream.nullInputStream(), new PrintWriter(out), new PrintWriter(out), Map.of(), () -> 80);
        var table = new Table("NAME", "N", "EMPTY", "NOTE");
        table.row("東京", "5", "", "x");
        table.row("Bonn", "10", "", "y");

        table.printOr("none", terminal);

        assertThat(out.toString().lines()).containsExactly("NAME   N  NOTE", "東京   5  x", "Bonn  10  y");
    }
}
