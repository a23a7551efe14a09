package io.tutti.task;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.jspecify.annotations.Nullable;

/**
 * Where an exchange is in its flow, for the journal's keys.
 *
 * <p>A section inside a step is prefixed by that step's key. A section inside a split, loop or multicast is prefixed by
 * the branch's index in brackets, once for each nesting, so that keys are unambiguous: {@code [1]/answer/draft}.
 *
 * @param section the key of the enclosing step or call, empty at the top
 * @param prefix that key with the indexes of the branches around the current one
 * @param index the property that holds the branch's index, when the enclosing section is a split, loop or multicast
 */
record StepPath(String section, String prefix, @Nullable ExchangePropertyKey index) {

    private static final String PROPERTY = "tuttiPath";
    private static final StepPath TOP = new StepPath("", "", null);

    static StepPath of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, TOP, StepPath.class);
    }

    void set(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
    }

    /** The prefix of everything in the current branch. */
    String here(Exchange exchange) {
        return index == null ? prefix : prefix + "[" + exchange.getProperty(index, 0, Integer.class) + "]";
    }

    /** The key of a step, or of a call, in the current branch. */
    String key(Exchange exchange, String id) {
        String here = here(exchange);
        return here.isEmpty() ? id : here + "/" + id;
    }

    StepPath intoStep(String key) {
        return new StepPath(key, key, null);
    }

    StepPath intoBranches(Exchange exchange, ExchangePropertyKey branchIndex) {
        return new StepPath(section, here(exchange), branchIndex);
    }
}
