package io.tutti.check;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Something exact in a text, which may be written in several ways. */
sealed interface Fact {

    /** As it was written. */
    String text();

    /** Whether {@code known} says the same. */
    boolean isSaidBy(Fact known);

    /**
     * A number with what it counts.
     *
     * @param readings its value; two when the separators leave it open
     * @param unit {@code %}, a currency's ISO code, or empty
     */
    record Amount(String text, List<BigDecimal> readings, String unit) implements Fact {

        private static final int DIGITS_OF_AN_IDENTIFIER = 4;

        @Override
        public boolean isSaidBy(Fact known) {
            return switch (known) {
                case Amount amount -> fits(amount.unit) && !Collections.disjoint(readings, amount.readings);
                case Day day -> unit.isEmpty() && day.year != null && readings.contains(BigDecimal.valueOf(day.year));
                case Identifier identifier -> unit.isEmpty() && isPartOf(identifier);
                case Hour hour -> false;
            };
        }

        private boolean fits(String other) {
            return unit.isEmpty() || unit.equals(other) || other.isEmpty() && !unit.equals("%");
        }

        private boolean isPartOf(Identifier identifier) {
            return text.length() >= DIGITS_OF_AN_IDENTIFIER
                    && List.of(identifier.text().split("-")).contains(text);
        }
    }

    /** A day of the calendar; the year or, with a year, the day of the month may be open. */
    record Day(
            String text,
            @Nullable Integer year,
            int month,
            @Nullable Integer day) implements Fact {

        @Override
        public boolean isSaidBy(Fact known) {
            return known instanceof Day other
                    && month == other.month
                    && (day == null || day.equals(other.day))
                    && (year == null || other.year == null || year.equals(other.year));
        }
    }

    /** A time of the day, in minutes since midnight. */
    record Hour(String text, int minutes) implements Fact {

        @Override
        public boolean isSaidBy(Fact known) {
            return known instanceof Hour other && minutes == other.minutes;
        }
    }

    /** A number of an order, an invoice, a product: letters with digits, in either case. */
    record Identifier(String text) implements Fact {

        @Override
        public boolean isSaidBy(Fact known) {
            return known instanceof Identifier other
                    && text.toUpperCase(Locale.ROOT).equals(other.text.toUpperCase(Locale.ROOT));
        }
    }
}
