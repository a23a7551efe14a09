package io.tutti.acceptance;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.component.bean.BeanConstants;
import org.apache.camel.component.file.FileConstants;
import org.apache.camel.component.http.HttpConstants;
import org.apache.camel.component.jms.JmsConstants;
import org.apache.camel.component.sql.SqlConstants;

/** The headers that steer Camel or the hub, from the catalogue of Camel's components and beside. */
public final class SteeringHeaders {

    private static final List<Class<?>> CATALOGUE = List.of(
            Exchange.class,
            BeanConstants.class,
            FileConstants.class,
            HttpConstants.class,
            JmsConstants.class,
            SqlConstants.class);
    private static final Set<String> BESIDE = Set.of(
            "tuttiPool",
            "tuttiTool",
            "tuttiTaskId",
            "tuttiTenant",
            "tuttiDataClass",
            "tuttiDeadline",
            "tuttiCaller",
            "breadcrumbId",
            "operationName",
            "rowCount");

    private SteeringHeaders() {}

    /** Each in six forms of upper and lower case. */
    public static List<String> names() {
        Set<String> names = new TreeSet<>(BESIDE);
        CATALOGUE.forEach(constants -> Stream.of(constants.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == String.class)
                .map(SteeringHeaders::value)
                .filter(value -> value.startsWith("Camel"))
                .forEach(names::add));
        return names.stream().flatMap(SteeringHeaders::forms).distinct().collect(Collectors.toList());
    }

    private static Stream<String> forms(String name) {
        StringBuilder alternating = new StringBuilder();
        StringBuilder swapped = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char letter = name.charAt(i);
            alternating.append(i % 2 == 0 ? Character.toUpperCase(letter) : Character.toLowerCase(letter));
            swapped.append(
                    Character.isUpperCase(letter) ? Character.toLowerCase(letter) : Character.toUpperCase(letter));
        }
        return Stream.of(
                name,
                name.toLowerCase(Locale.ROOT),
                name.toUpperCase(Locale.ROOT),
                name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1),
                alternating.toString(),
                swapped.toString());
    }

    private static String value(Field field) {
        try {
            return String.valueOf(field.get(null));
        } catch (IllegalAccessException e) {
            throw new AssertionError(field.toString(), e);
        }
    }
}
