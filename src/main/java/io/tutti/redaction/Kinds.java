package io.tutti.redaction;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.tutti.home.Setting;
import io.tutti.home.WrongSetting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The kinds of text that can be taken out of prompts: those of {@link Personal}, and the user's own.
 *
 * @param own the user's, in the order of the file; they come before the others
 */
public record Kinds(List<Redactable> own) {

    /** The longest name of a kind, in characters. */
    static final int LONGEST_WORD = 20;

    private static final String WORD = "[a-z][a-z0-9-]{0," + (LONGEST_WORD - 1) + "}";
    private static final String ROUTE = "[a-z][a-z0-9-]*";

    /** None of the user's. */
    public static final Kinds BUILT_IN = new Kinds(List.of());

    /**
     * Reads the user's: names with a regular expression, or with a route that says where they are.
     *
     * @param recognizer asks those routes
     * @throws WrongSetting about the first value that is impossible
     */
    public static Kinds read(Setting setting, Recognizer recognizer) {
        Map<String, Redactable> own = new LinkedHashMap<>();
        setting.entries().forEach((word, value) -> {
            if (!word.matches(WORD) || Personal.of(word).isPresent()) {
                throw value.wrong("'" + word + "' cannot be the name of a kind; take another one, of at most "
                        + LONGEST_WORD + " small letters, digits and hyphens.");
            }
            own.put(word, value.node().isTextual() ? pattern(word, value) : recognized(word, value, recognizer));
        });
        return new Kinds(List.copyOf(own.values()));
    }

    private static Redactable pattern(String word, Setting value) {
        try {
            Pattern pattern = Pattern.compile(value.node().textValue());
            if (pattern.matcher("").find()) {
                throw value.wrong(word + " fits an empty text; write what has to be there.");
            }
            return new OwnPattern(word, pattern);
        } catch (PatternSyntaxException e) {
            throw value.wrong(
                    word + " is no regular expression of RE2: " + e.getDescription() + " in " + e.getPattern());
        }
    }

    private static Redactable recognized(String word, Setting value, Recognizer recognizer) {
        String route = value.text("route", "");
        if (!route.matches(ROUTE)) {
            throw value.wrong(
                    word + " needs a regular expression, or {route: find-names} with the name of a direct: endpoint.");
        }
        return new RecognizedKind(word, route, recognizer);
    }

    /** All, the user's first. */
    public List<Redactable> all() {
        return Stream.<Redactable>concat(own.stream(), Arrays.stream(Personal.values()))
                .toList();
    }

    /**
     * Those of these names.
     *
     * @throws IllegalArgumentException when there is none of a name; its message is the name
     */
    public List<Redactable> of(Collection<String> words) {
        List<Redactable> found =
                all().stream().filter(kind -> words.contains(kind.word())).toList();
        List<String> unknown = new ArrayList<>(words);
        unknown.removeAll(this.words());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(unknown.getFirst());
        }
        return found;
    }

    /** Their names, sorted. */
    public Collection<String> words() {
        return new TreeSet<>(all().stream().map(Redactable::word).toList());
    }
}
