package io.tutti.provider;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What a model costs, and from when on.
 *
 * @param from the prices, by the first day (in UTC) on which they hold; at least one
 */
public record PriceList(NavigableMap<LocalDate, Price> from) {

    /** Nothing, at any time. */
    public static final PriceList FREE = of(Price.FREE);

    /** One price for all time. */
    public static PriceList of(Price price) {
        return new PriceList(new TreeMap<>(Map.of(LocalDate.MIN, price)));
    }

    /** The price at a time; before the first day it is the first price. */
    public Price at(Instant time) {
        var entry = from.floorEntry(LocalDate.ofInstant(time, ZoneOffset.UTC));
        return (entry == null ? from.firstEntry() : entry).getValue();
    }
}
