package io.tutti.check;

import io.tutti.home.Setting;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** The checks that there are, by name. Safe for use by many threads. */
@Component
public final class Checks {

    private final Map<String, OutputCheck> plain = new TreeMap<>();
    private final Map<String, CheckKind> kinds = new TreeMap<>();

    /**
     * @param plain all checks that need no options; of two with one name the later counts
     * @param kinds all that do
     */
    public Checks(List<OutputCheck> plain, List<CheckKind> kinds) {
        plain.forEach(check -> this.plain.put(check.name(), check));
        kinds.forEach(kind -> this.kinds.put(kind.name(), kind));
    }

    /** Those that come with the hub. */
    public static Checks shipped() {
        return new Checks(
                List.of(new NotEmpty(), new NotRefusal(), new Grounded(), new Confident()),
                List.of(new Length(), new Forbidden(), new Language(), new JsonFits()));
    }

    /** The names that may be used, in alphabetical order. */
    public SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>(plain.keySet());
        names.addAll(kinds.keySet());
        return names;
    }

    /** The check of this name that needs no options; empty when there is none. */
    public Optional<OutputCheck> plain(String name) {
        return Optional.ofNullable(plain.get(name));
    }

    /**
     * The check of this name with its options; empty when there is none that has any.
     *
     * @throws io.tutti.home.WrongSetting when the options are impossible
     */
    public Optional<OutputCheck> with(String name, Setting options) {
        return Optional.ofNullable(kinds.get(name)).map(kind -> kind.with(options));
    }
}
