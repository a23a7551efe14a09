package io.tutti.rules;

import io.tutti.home.ConfigFiles;
import io.tutti.home.Home;
import io.tutti.home.WrongSetting;
import io.tutti.home.YamlFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.springframework.core.env.PropertyResolver;
import org.springframework.core.env.StandardEnvironment;

/** The rules for routes, connectors and configuration files. Safe for use by many threads. */
public final class Rules {

    private Rules() {}

    /** Everything that is wrong in the files of {@code home}, by file and line; for use without a running hub. */
    public static List<Finding> check(Home home) {
        return check(home, List.of());
    }

    /** The same, and what {@code readers} of configuration files complain about with a {@link WrongSetting}. */
    public static List<Finding> check(Home home, List<Consumer<ConfigFiles>> readers) {
        return check(home, new StandardEnvironment(), Schemas.WITH_CAMELS, readers);
    }

    /** The same, with {@code properties} for the {@code ${NAME}} in configuration files. */
    static List<Finding> check(Home home, PropertyResolver properties, Schemas schemas) {
        return check(home, properties, schemas, List.of());
    }

    private static List<Finding> check(
            Home home, PropertyResolver properties, Schemas schemas, List<Consumer<ConfigFiles>> readers) {
        var findings = new Findings();
        home.routes().forEach(directory -> refuseTwins(directory, RouteRules.EXTENSION, findings));
        home.connectors().forEach(directory -> refuseTwins(directory, KameletRules.EXTENSION, findings));
        ConfigRules.check(ConfigFiles.of(home, properties), home, readers, findings);
        List<Finding> all = new ArrayList<>(findings.inOrder());
        all.addAll(check(
                Source.all(home.routes(), RouteRules.EXTENSION).values(),
                Source.all(home.connectors(), KameletRules.EXTENSION).values(),
                schemas));
        return all;
    }

    /** Everything that is wrong in these route and connector files, which may refer to each other. */
    static List<Finding> check(Collection<Source> routes, Collection<Source> connectors, Schemas schemas) {
        var findings = new Findings();
        List<Parsed> routeFiles = parse(routes, findings);
        List<Parsed> connectorFiles = parse(connectors, findings);
        var known = new Known(yaml(routeFiles), yaml(connectorFiles));
        var uses = new UseRules(known, findings);
        var routeRules = new RouteRules(known, findings);
        var ids = new IdRules(findings);
        var kameletRules = new KameletRules(findings);
        for (Parsed route : routeFiles) {
            if (schemas == Schemas.WITH_CAMELS) {
                Camel.SCHEMA.checkRoutes(route.yaml, findings);
            }
            uses.check(route.yaml);
            ids.check(route.yaml);
            routeRules.check(route.yaml, route.lines);
        }
        for (Parsed connector : connectorFiles) {
            kameletRules.check(connector.yaml, connector.lines);
            uses.check(connector.yaml);
            if (schemas == Schemas.WITH_CAMELS && findings.isEmptyFor(connector.yaml.file())) {
                Camel.SCHEMA.checkKamelet(connector.yaml, findings);
            }
        }
        return findings.inOrder();
    }

    /** What keeps routes, as they were written once, from running beside {@code files}; ids are not looked at. */
    static List<Finding> checkBeside(Collection<YamlFile> files, Collection<Source> connectors, YamlFile written) {
        var findings = new Findings();
        List<YamlFile> all = new ArrayList<>(files);
        all.add(written);
        var known = new Known(all, yaml(parse(connectors, new Findings())));
        new UseRules(known, findings).check(written);
        new RouteRules(known, findings).check(written, 0);
        return findings.inOrder();
    }

    private static List<Parsed> parse(Collection<Source> sources, Findings findings) {
        List<Parsed> parsed = new ArrayList<>();
        for (Source source : sources) {
            try {
                parsed.add(new Parsed(YamlFile.parse(source.file(), source.text()), source.lines()));
            } catch (WrongSetting e) {
                findings.add(new Finding(e.file(), e.line(), e.expected(), true));
            }
        }
        return parsed;
    }

    private static void refuseTwins(Path directory, String extension, Findings findings) {
        Set<String> names = new HashSet<>();
        for (Path file : Source.files(directory, extension)) {
            if (!names.add(String.valueOf(file.getFileName()))) {
                findings.add(new Finding(
                        file, 0, "is the second file of this name under " + directory + "; rename one.", true));
            }
        }
    }

    private static List<YamlFile> yaml(List<Parsed> files) {
        return files.stream().map(Parsed::yaml).toList();
    }

    /** Which schemas to check against. */
    enum Schemas {
        /** Ours only: quick. */
        OURS,
        /** Camel's too. */
        WITH_CAMELS
    }

    /** Read on first use. */
    private static final class Camel {
        static final CamelSchema SCHEMA = new CamelSchema();
    }

    private record Parsed(YamlFile yaml, long lines) {}
}
