package io.tutti.rules;

import io.tutti.home.Home;
import io.tutti.home.WrongSetting;
import io.tutti.home.YamlFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Route files in Camel's hands. Used by one thread at a time. */
final class CamelRoutes {

    private static final Pattern LINE = Pattern.compile("line:? ?(\\d+)");

    private final CamelContext camel;

    CamelRoutes(CamelContext camel) {
        this.camel = camel;
    }

    /** Camel looks into the folders that are named, not into theirs; the first that has a Kamelet wins. */
    void setConnectorFolders(Home home) {
        List<String> folders = new ArrayList<>();
        for (Path directory : home.connectors().reversed()) {
            try (var found = Files.walk(directory)) {
                found.filter(Files::isDirectory).sorted().forEach(folder -> folders.add("file:" + folder));
            } catch (IOException e) {
                throw new UncheckedIOException("The folder " + directory + " cannot be listed", e);
            }
        }
        folders.add("classpath:kamelets");
        camel.getComponent("kamelet", KameletComponent.class).setLocation(String.join(",", folders));
    }

    /**
     * Adds all routes, those that others build on first.
     *
     * @throws WrongSetting when Camel refuses a file
     */
    void load(Collection<Source> sources) {
        for (Source source : inOrder(sources)) {
            try {
                PluginHelper.getRoutesLoader(camel).loadRoutes(resource(source));
            } catch (Exception e) {
                throw refusal(source, e);
            }
        }
    }

    /**
     * Puts these routes in place of those of the same ids.
     *
     * @throws WrongSetting when Camel refuses one; what is running then is undefined
     */
    void replace(Collection<Source> sources) {
        for (Source source : inOrder(sources)) {
            try {
                PluginHelper.getRoutesLoader(camel).updateRoutes(resource(source));
            } catch (Exception e) {
                throw refusal(source, e);
            }
        }
    }

    /** Stops and removes the routes of {@code source}. */
    void remove(Source source) {
        for (String id : routeIds(source)) {
            try {
                camel.getRouteController().stopRoute(id);
                camel.removeRoute(id);
            } catch (Exception e) {
                throw refusal(source, e);
            }
        }
    }

    static boolean isErrorConfiguration(Source source) {
        return source.text().contains("routeConfiguration:");
    }

    private static List<Source> inOrder(Collection<Source> sources) {
        return sources.stream()
                .sorted(Comparator.comparing((Source source) -> !isErrorConfiguration(source))
                        .thenComparing(source -> source.file().toString()))
                .toList();
    }

    private static List<String> routeIds(Source source) {
        List<String> ids = new ArrayList<>();
        YamlFile.parse(source.file(), source.text())
                .content()
                .forEach(item -> ids.add(item.at("/route/id").asText()));
        ids.removeIf(String::isEmpty);
        return ids;
    }

    private static Resource resource(Source source) {
        return ResourceHelper.fromString(source.file().toString(), source.text());
    }

    private static WrongSetting refusal(Source source, Exception reason) {
        Throwable root = reason;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = String.valueOf(root.getMessage());
        Matcher line = LINE.matcher(reason.getMessage() + " " + message);
        var refusal = new WrongSetting(
                source.file(),
                line.find() ? Integer.parseInt(line.group(1)) : 0,
                "Camel refuses it: " + message.lines().findFirst().orElse(""));
        refusal.initCause(reason);
        return refusal;
    }
}
