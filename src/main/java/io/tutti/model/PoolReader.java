package io.tutti.model;

import io.tutti.check.Checks;
import io.tutti.home.Setting;
import io.tutti.home.WrongSetting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads one pool of {@code models.yaml}. */
final class PoolReader {

    private static final Duration CACHED = Duration.ofHours(1);
    private static final Duration LONGEST_CACHED = Duration.ofDays(30);
    private static final int MOST_HELD_BACK = 100_000;
    private static final int MOST_CORRECTIONS = 5;
    private static final String CSV = "[A-Za-z0-9][A-Za-z0-9._-]*\\.csv";
    private static final String CONFIDENT = "confident";

    private final Set<String> models;
    private final Checks checks;

    /**
     * @param models the names of the models that there are
     * @param checks those that there are
     */
    PoolReader(Set<String> models, Checks checks) {
        this.models = models;
        this.checks = checks;
    }

    /** @throws WrongSetting about the first value that is impossible */
    PoolEntry read(String name, Setting setting) {
        String prefer = setting.text("prefer", Prefer.ORDER.word());
        return new PoolEntry(
                name,
                ways("pool " + name, setting),
                Prefer.of(prefer)
                        .orElseThrow(() -> setting.at("prefer")
                                .wrong("pool " + name + " prefers " + prefer + "; use one of "
                                        + Arrays.stream(Prefer.values())
                                                .map(Prefer::word)
                                                .collect(Collectors.joining(", "))
                                        + ".")),
                learning(name, setting, prefer),
                rules(name, setting.at("rules")),
                checks(setting.at("checks"), prefer),
                setting.whole("retries", PoolEntry.RETRIES, 0, 10),
                hedgeAfter(setting),
                setting.at("corrections").isPresent() ? setting.whole("corrections", 0, 0, MOST_CORRECTIONS) : null,
                setting.fraction("confidence", PoolEntry.CONFIDENCE),
                new PoolEntry.Streaming(
                        setting.whole("hold-back", PoolEntry.Streaming.USUAL.holdBack(), 0, MOST_HELD_BACK),
                        setting.flag("continue-cut")),
                new PoolEntry.Traffic(
                        share(setting.at("canary")),
                        share(setting.at("shadow")),
                        setting.flag("sticky"),
                        setting.at("data-class").isPresent() ? setting.text("data-class", "") : null),
                caching(setting.at("cache")));
    }

    private static PoolEntry.@Nullable Learning learning(String pool, Setting setting, String prefer) {
        boolean isLearned = prefer.equals(Prefer.LEARNED.word());
        if (isLearned != setting.at("outcomes").isPresent()) {
            throw setting.wrong("pool " + pool + " needs both prefer: learned and outcomes: <file in config/outcomes>,"
                    + " or none of them.");
        }
        String file = setting.text("outcomes", "");
        if (isLearned && !file.matches(CSV)) {
            throw setting.at("outcomes")
                    .wrong("expected the name of a CSV file in config/outcomes, for example smart.csv.");
        }
        return isLearned ? new PoolEntry.Learning(file, setting.fraction("quality", PoolEntry.Learning.QUALITY)) : null;
    }

    private static @Nullable Duration hedgeAfter(Setting setting) {
        if (!setting.at("hedge-after").isPresent()) {
            return null;
        }
        Duration after = setting.duration("hedge-after", Duration.ZERO);
        if (!after.isPositive()) {
            throw setting.at("hedge-after").wrong("expected a time above 0, for example 2s.");
        }
        return after;
    }

    private static @Nullable Caching caching(Setting setting) {
        if (!setting.isPresent()) {
            return null;
        }
        Duration ttl = setting.duration("ttl", CACHED);
        if (!ttl.isPositive() || ttl.compareTo(LONGEST_CACHED) > 0) {
            throw setting.at("ttl").wrong("expected a time from 1s to 30d, for example 1h.");
        }
        return new Caching(ttl, setting.fraction("meaning", 1));
    }

    private List<PoolCheck> checks(Setting list, String prefer) {
        List<PoolCheck> read = new ArrayList<>(new CheckReader(checks, models).read(list));
        boolean cascade = prefer.equals(Prefer.CASCADE.word());
        if (cascade && read.stream().noneMatch(check -> check.name().equals(CONFIDENT))) {
            read.add(new PoolCheck.Plain(checks.plain(CONFIDENT).orElseThrow()));
        }
        return List.copyOf(read);
    }

    private List<String> ways(String owner, Setting setting) {
        List<String> ways = known(setting.at("try"), "model", models);
        if (ways.isEmpty()) {
            throw setting.wrong(owner + " has no models; write try: [" + String.join(", ", models) + "].");
        }
        return ways;
    }

    private List<PoolRule> rules(String pool, Setting list) {
        return list.items().stream().map(rule -> rule(pool, rule)).toList();
    }

    private PoolRule rule(String pool, Setting setting) {
        Pattern matches = setting.at("matches").isPresent() ? pattern(setting) : null;
        int longerThan = setting.whole("longer-than", 0, 0, Integer.MAX_VALUE);
        if (matches == null && longerThan == 0) {
            throw setting.wrong(
                    "a rule of pool " + pool
                            + " applies to nothing in particular; add matches: <regular expression> or longer-than: <characters>.");
        }
        return new PoolRule(matches, longerThan, ways("a rule of pool " + pool, setting));
    }

    private static Pattern pattern(Setting setting) {
        try {
            return Pattern.compile(setting.text("matches", ""));
        } catch (PatternSyntaxException e) {
            throw setting.at("matches").wrong("is no regular expression: " + e.getDescription() + ".");
        }
    }

    private @Nullable PoolShare share(Setting setting) {
        if (!setting.isPresent()) {
            return null;
        }
        String model = setting.text("model", "");
        if (!models.contains(model)) {
            throw setting.at("model").wrong(unknown("model", model, models));
        }
        return new PoolShare(model, setting.fraction("share", 0));
    }

    private static List<String> known(Setting list, String kind, Set<String> names) {
        List<String> found = new ArrayList<>();
        for (String name : list.texts()) {
            if (!names.contains(name)) {
                throw list.wrong(unknown(kind, name, names));
            }
            if (found.contains(name)) {
                throw list.wrong("the " + kind + " " + name + " is there twice; name it once.");
            }
            found.add(name);
        }
        return found;
    }

    private static String unknown(String kind, String name, Set<String> names) {
        return "there is no " + kind + " " + name + "; there are " + String.join(", ", names) + ".";
    }
}
