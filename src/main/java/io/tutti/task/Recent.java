package io.tutti.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The long texts and lists that a task stored last, by which a longer one that begins with one of them is known. It may
 * forget: then the longer one is stored by itself. Thread-safe.
 */
final class Recent {

    /** Of each kind; each branch of a flow may have a conversation of its own. */
    private static final int MOST = 32;

    private final List<Known> texts = new ArrayList<>();
    private final List<Known> lists = new ArrayList<>();

    /**
     * @param id of its row
     * @param value the whole text or list
     */
    record Known(String id, JsonNode value) {

        int size() {
            return value.isTextual() ? value.textValue().length() : value.size();
        }

        private boolean begins(JsonNode longer) {
            if (value.isTextual()) {
                return longer.textValue().startsWith(value.textValue());
            }
            for (int i = 0; i < value.size(); i++) {
                if (i == longer.size() || !value.get(i).equals(longer.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The longest known one that {@code value}, a text or a list, begins with; it may be all of it. */
    synchronized Optional<Known> beginningOf(JsonNode value) {
        return of(value).stream().filter(known -> known.begins(value)).max(Comparator.comparingInt(Known::size));
    }

    /** Remembers what is on disk by now, the last one best. */
    synchronized void addAll(Map<String, JsonNode> stored) {
        stored.forEach((id, value) -> add(new Known(id, value)));
    }

    private void add(Known known) {
        List<Known> kind = of(known.value);
        kind.removeIf(other -> other.id.equals(known.id));
        kind.add(known);
        if (kind.size() > MOST) {
            kind.removeFirst();
        }
    }

    private List<Known> of(JsonNode value) {
        return value.isTextual() ? texts : lists;
    }
}
