package io.tutti.command.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tutti.command.terminal.Terminal;
import io.tutti.command.terminal.WrongUsage;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** An input as it is given on the command line: the text itself, {@code @file}, or {@code -} for what is piped in. */
public enum TextOrJson {
    /** The input is a text. */
    TEXT,
    /** The input is JSON. */
    JSON;

    private static final char UNREADABLE = '\uFFFD';

    /**
     * Reads {@code given}, UTF-8.
     *
     * @throws WrongUsage when it should be JSON and is none, or has letters that the shell could not pass
     * @throws Refused when the file cannot be read
     */
    public JsonNode read(String given, Terminal terminal) {
        String text = content(given, terminal);
        return this == TEXT ? TextNode.valueOf(text) : parse(text);
    }

    private static JsonNode parse(String text) {
        try {
            var json = JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build()
                    .readTree(text);
            if (!json.isMissingNode()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            var place = e.getLocation();
            throw new WrongUsage("The input is no JSON: line %d, column %d. Leave out --as json to send it as text."
                    .formatted(place.getLineNr(), place.getColumnNr()));
        }
        throw new WrongUsage("The input is empty and so no JSON. Leave out --as json to send it as text.");
    }

    private static String content(String given, Terminal terminal) {
        if (given.equals("-")) {
            return piped(terminal);
        }
        if (given.startsWith("@")) {
            return file(Path.of(given.substring(1)));
        }
        if (given.indexOf(UNREADABLE) >= 0) {
            throw new WrongUsage("The shell's language setting could not pass some letters of the text; "
                    + "set LC_ALL=C.UTF-8, or pipe the text in and write - for it.");
        }
        return given;
    }

    private static String piped(Terminal terminal) {
        try {
            return new String(terminal.in().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Refused(Reason.BAD_INPUT, "What is piped in cannot be read to its end.");
        }
    }

    private static String file(Path file) {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new Refused(Reason.BAD_INPUT, file + " is no UTF-8 text; convert it first.");
        } catch (IOException e) {
            throw new Refused(Reason.BAD_INPUT, file + (Files.exists(file) ? " cannot be read." : " is not there."));
        }
    }
}
