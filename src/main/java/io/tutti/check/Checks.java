package io.tutti.check;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** The checks that there are, by name. Safe for use by many threads. */
@Component
public final class Checks {

    private final Map<String, OutputCheck> byName = new TreeMap<>();

    /** @param checks all checks; of two with one name the later counts */
    public Checks(List<OutputCheck> checks) {
        checks.forEach(check -> byName.put(check.name(), check));
    }

    /** Those that come with the hub. */
    public static Checks shipped() {
        return new Checks(List.of(new NotEmpty(), new NotRefusal(), new Grounded(), new Confident()));
    }

    /** The names that may be used, in alphabetical order. */
    public SortedSet<String> names() {
        return new TreeSet<>(byName.keySet());
    }

    /**
     * The verdict of each named check, in the order of the names.
     *
     * @throws IllegalArgumentException when there is no check of such a name
     */
    public Map<String, Verdict> judge(Collection<String> names, Answer answer) {
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        names.forEach(name -> verdicts.put(name, find(name).check(answer)));
        return verdicts;
    }

    private OutputCheck find(String name) {
        OutputCheck check = byName.get(name);
        if (check == null) {
            throw new IllegalArgumentException("The check " + name + " was asked for; there are " + names() + ".");
        }
        return check;
    }
}
