package io.tutti.faults;

import java.util.HashMap;
import java.util.Map;

/** Arguments of the form {@code name=value}. */
final class Arguments {

    private final Map<String, String> values = new HashMap<>();

    Arguments(String[] arguments) {
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            values.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
    }

    String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + "=... is missing");
        }
        return value;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    int number(String name) {
        return Integer.parseInt(text(name));
    }
}
