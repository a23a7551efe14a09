package io.tutti.provider;

import io.tutti.home.Setting;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what a model costs: one price, or a list of prices with the days from which on they hold. */
final class PriceReader {

    private PriceReader() {}

    static PriceList read(String name, Setting model, boolean local) {
        Setting price = model.at("price");
        boolean free = model.flag("free");
        if (!price.isPresent()) {
            if (local || free) {
                return PriceList.FREE;
            }
            throw model.wrong(
                    "model " + name + " has no price, so its cost could not be counted; add price: {input: ...,"
                            + " output: ...} in USD per million tokens, or free: true.");
        }
        if (free || local) {
            throw price.wrong("model " + name + " is free and has a price; leave one of them out.");
        }
        return price.node().isArray() ? dated(name, price) : PriceList.of(one(name, price));
    }

    private static PriceList dated(String name, Setting list) {
        NavigableMap<LocalDate, Price> prices = new TreeMap<>();
        for (Setting price : list.items()) {
            LocalDate from = day(name, price);
            if (prices.put(from, one(name, price)) != null) {
                throw price.wrong("model " + name + " has two prices from " + from + " on; leave one of them out.");
            }
        }
        if (prices.isEmpty()) {
            throw list.wrong("model " + name + " has an empty list of prices; add one.");
        }
        return new PriceList(prices);
    }

    private static LocalDate day(String name, Setting price) {
        try {
            return LocalDate.parse(price.text("from", ""));
        } catch (DateTimeParseException e) {
            throw price.wrong("model " + name + " has a price without the day from which on it holds; write from:"
                    + " \"2026-01-31\".");
        }
    }

    private static Price one(String name, Setting price) {
        BigDecimal input = money(name, price, "input", null);
        BigDecimal output = money(name, price, "output", null);
        return new Price(
                input, money(name, price, "cached-input", input), output, money(name, price, "reasoning", output));
    }

    private static BigDecimal money(String name, Setting price, String key, @Nullable BigDecimal otherwise) {
        BigDecimal value = price.decimal(key).orElse(otherwise);
        if (value == null) {
            throw price.wrong("model " + name + " has no price for " + key + "; add it in USD per million tokens.");
        }
        if (value.signum() < 0 || value.compareTo(BigDecimal.valueOf(1_000_000)) > 0) {
            throw price.at(key)
                    .wrong("model " + name + " has the " + key + " price " + value.toPlainString()
                            + "; expected 0 to 1000000 USD per million tokens.");
        }
        return value;
    }
}
