package io.tutti.check;

import io.tutti.check.Fact.Amount;
import io.tutti.check.Fact.Day;
import io.tutti.check.Fact.Hour;
import io.tutti.check.Fact.Identifier;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the numbers, dates, times, amounts and identifiers of an English text. */
final class Facts {

    private static final String MONTH =
            "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
                    + "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?";
    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
    private static final String NUMBER = "\\d(?:[\\d.,']*\\d)?";
    private static final String CURRENCY = "US\\$|[$€£]|USD|EUR|GBP|CHF";

    private static final List<String> WORDS = List.of(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
                    .concat(" seventeen eighteen nineteen twenty")
                    .split(" "));
    private static final Map<String, Integer> TENS = Map.of(
            "thirty", 30, "forty", 40, "fifty", 50, "sixty", 60, "seventy", 70, "eighty", 80, "ninety", 90, "hundred",
            100);

    /** Where a fact may start; it spares the alternatives below at every letter inside a word. */
    private static final String START = "(?=[\\d$€£]|(?<![a-z])[a-z])";

    /** The first alternative that fits counts: dates before identifiers before plain numbers. */
    private static final Pattern FACT = Pattern.compile(
            START + "(?:"
                    + String.join(
                            "|",
                            "(?<![\\w-])(?<iso>\\d{4}-\\d{2}-\\d{2})(?:T[\\d:.]+(?:Z|[+-]\\d\\d:?\\d\\d)?)?(?![\\w-])",
                            "\\b(?<day>\\d{1,2})(?:st|nd|rd|th)?(?:\\s+of)?\\s+(?<month>" + MONTH
                                    + ")(?:,?\\s+(?<year>\\d{4}))?\\b",
                            "\\b(?<month2>" + MONTH
                                    + ")\\s+(?<day2>\\d{1,2})(?:st|nd|rd|th)?\\b(?!:)(?:,?\\s+(?<year2>\\d{4}))?\\b",
                            "\\b(?<month3>" + MONTH + ")\\s+(?<year3>\\d{4})\\b",
                            "(?<![\\w./])(?<dated>\\d{1,2}[./]\\d{1,2}[./](?:\\d{4}|\\d{2}))(?![\\w/])",
                            "\\b(?<hour>\\d{1,2})(?::(?<minute>\\d{2}))?\\s?(?<half>[ap])\\.?m\\b",
                            "\\b(?<hour2>\\d{1,2}):(?<minute2>\\d{2})\\b",
                            "(?<before>" + CURRENCY + ")\\s?(?<money>" + NUMBER + ")(?!\\w)",
                            "(?<![\\w-])(?<word>(?=[\\w-]*[a-z])(?=[\\w-]*\\d)[a-z\\d](?:[\\w-]*\\w)?)",
                            "(?<version>\\d+(?:\\.\\d+){2,})",
                            "(?<number>" + NUMBER + ")(?:\\s?(?<after>%|percent\\b|(?:US\\s)?dollars?\\b|euros?\\b|"
                                    + CURRENCY + "))?",
                            "\\b(?<spelled>" + String.join("|", WORDS.subList(2, WORDS.size())) + "|"
                                    + String.join("|", TENS.keySet()) + ")\\b")
                    + ")",
            Pattern.CASE_INSENSITIVE);

    /** {@code 14-day}, {@code 3rd}, {@code 5kg}: a number with a word, no identifier. */
    private static final Pattern COUNTED = Pattern.compile("(?:\\d+-)*\\d+(?:[a-z]{1,3}|(?:-[a-z]+)+)");

    private Facts() {}

    static List<Fact> in(String text) {
        List<Fact> facts = new ArrayList<>();
        Matcher matcher = FACT.matcher(text);
        while (matcher.find()) {
            facts.addAll(read(matcher));
        }
        return facts;
    }

    private static List<? extends Fact> read(Matcher found) {
        if (found.group("iso") != null) {
            String[] parts = found.group("iso").split("-");
            return day(found, parts[0], Integer.parseInt(parts[1]), parts[2]);
        }
        if (found.group("month") != null) {
            return day(found, found.group("year"), month(found.group("month")), found.group("day"));
        }
        if (found.group("month2") != null) {
            return day(found, found.group("year2"), month(found.group("month2")), found.group("day2"));
        }
        if (found.group("month3") != null) {
            return day(found, found.group("year3"), month(found.group("month3")), null);
        }
        if (found.group("dated") != null) {
            return dated(found.group("dated"));
        }
        return readNumber(found);
    }

    private static List<? extends Fact> readNumber(Matcher found) {
        if (found.group("hour") != null) {
            int hour = Integer.parseInt(found.group("hour")) % 12
                    + (found.group("half").equalsIgnoreCase("p") ? 12 : 0);
            return List.of(new Hour(found.group(), hour * 60 + number(found.group("minute"), 0)));
        }
        if (found.group("hour2") != null) {
            return List.of(
                    new Hour(found.group(), number(found.group("hour2"), 0) * 60 + number(found.group("minute2"), 0)));
        }
        if (found.group("money") != null) {
            return List.of(new Amount(found.group(), readings(found.group("money")), unit(found.group("before"))));
        }
        if (found.group("word") != null) {
            return word(found.group("word"));
        }
        if (found.group("version") != null) {
            return List.of(new Identifier(found.group()));
        }
        if (found.group("number") != null) {
            return List.of(new Amount(found.group(), readings(found.group("number")), unit(found.group("after"))));
        }
        return List.of(new Amount(found.group(), List.of(BigDecimal.valueOf(spelled(found.group()))), ""));
    }

    private static List<Day> day(Matcher found, @Nullable String year, int month, @Nullable String day) {
        return List.of(new Day(
                found.group(),
                year == null ? null : Integer.valueOf(year),
                month,
                day == null ? null : Integer.valueOf(day)));
    }

    /** With slashes either part may be the month; with points the day is first. */
    private static List<Day> dated(String text) {
        String[] parts = text.split("[./]");
        int first = Integer.parseInt(parts[0]);
        int second = Integer.parseInt(parts[1]);
        int year = Integer.parseInt(parts[2]) + (parts[2].length() == 2 ? 2000 : 0);
        boolean monthFirst = second > 12 || text.contains("/") && first <= 12;
        return List.of(monthFirst ? new Day(text, year, first, second) : new Day(text, year, second, first));
    }

    private static List<? extends Fact> word(String word) {
        if (!COUNTED.matcher(word).matches()) {
            return List.of(new Identifier(word));
        }
        return Stream.of(word.split("\\D+"))
                .map(digits -> new Amount(digits, readings(digits), ""))
                .toList();
    }

    private static int month(String name) {
        return MONTHS.indexOf(name.substring(0, 3).toLowerCase(Locale.ROOT)) / 3 + 1;
    }

    private static int number(@Nullable String digits, int otherwise) {
        return digits == null ? otherwise : Integer.parseInt(digits);
    }

    private static int spelled(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        return TENS.getOrDefault(lower, WORDS.indexOf(lower));
    }

    /** {@code 1,200.50} and {@code 1.200,50} are plain; {@code 1.200} may be either, so it has two readings. */
    private static List<BigDecimal> readings(String text) {
        String digits = text.replace("'", "");
        int last = Math.max(digits.lastIndexOf(','), digits.lastIndexOf('.'));
        if (last < 0) {
            return List.of(plain(digits));
        }
        BigDecimal whole = plain(digits.replaceAll("[.,]", ""));
        BigDecimal withFraction =
                plain(digits.substring(0, last).replaceAll("[.,]", "") + "." + digits.substring(last + 1));
        if (digits.indexOf(digits.charAt(last)) != last) {
            return List.of(whole);
        }
        boolean threeFollow = digits.length() - last == 4;
        boolean alone = digits.replaceAll("[^.,]", "").length() == 1;
        return threeFollow && alone ? List.of(whole, withFraction) : List.of(withFraction);
    }

    private static BigDecimal plain(String digits) {
        return new BigDecimal(digits).stripTrailingZeros();
    }

    private static String unit(@Nullable String written) {
        return switch (written == null ? "" : written.toLowerCase(Locale.ROOT)) {
            case "" -> "";
            case "%", "percent" -> "%";
            case "€", "eur", "euro", "euros" -> "EUR";
            case "£", "gbp" -> "GBP";
            case "chf" -> "CHF";
            default -> "USD";
        };
    }
}
