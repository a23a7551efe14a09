package io.tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.maven.artifact.versioning.DefaultArtifactVersion;
import org.apache.maven.artifact.versioning.VersionRange;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** The parts of the packaged jar, by its own list of them: their licences, and what is known to be wrong with them. */
class PartsIT {

    private static final Set<String> LICENCES = Set.of(
            "Apache-2.0",
            "MIT",
            "MIT-0",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "Go License", // re2j's, which is BSD-3-Clause
            "CC0-1.0",
            "EPL-1.0",
            "EPL-2.0",
            "MPL-2.0");
    private static final List<String> BANNED = List.of(
            "xstream",
            "groovy",
            "camel-exec",
            "h2-console",
            "camel-coap",
            "camel-mail",
            "camel-cxf",
            "spring-boot-h2console");
    private static final String VERSION = "(\\d+(?:\\.\\d+)*)(?:-\\w+)?";
    private static final Pattern SPAN = Pattern.compile(VERSION + "(?:\\.x)?\\s*(before|up to|through)\\s*" + VERSION);
    private static final Pattern LINE = Pattern.compile(VERSION + "\\.x");
    private static final Pattern ONE = Pattern.compile("(?<![\\d.])" + VERSION + "(?![\\d.]*\\.x)");
    private static final Pattern PRIOR = Pattern.compile("prior to " + VERSION);

    private static JsonNode parts;

    @BeforeAll
    static void read() throws IOException {
        try (JarFile jar = new JarFile(Path.of("target", "tutti.jar").toFile());
                InputStream list = jar.getInputStream(jar.getEntry("META-INF/sbom/application.cdx.json"))) {
            parts = new ObjectMapper().readTree(list).path("components");
        }
        assertThat(parts).as("the list of parts").hasSizeGreaterThan(200);
    }

    /** So that two builds of the same sources are the same to the byte. */
    @Test
    void areAllOfOneTime() throws IOException {
        LocalDateTime time = LocalDateTime.parse("2026-01-01T00:00:00");
        try (JarFile jar = new JarFile(Path.of("target", "tutti.jar").toFile())) {
            assertThat(jar.stream())
                    .hasSizeGreaterThan(1000)
                    .allMatch(entry -> entry.getTimeLocal().equals(time));
        }
    }

    @Test
    void haveLicencesThatGoWithOurs() {
        for (JsonNode part : parts) {
            List<String> licences = part.path("licenses").findValues("license").stream()
                    .map(licence ->
                            licence.path("id").asText(licence.path("name").asText()))
                    .toList();
            assertThat(licences).as(part.path("purl").asText()).containsAnyElementsOf(LICENCES);
        }
    }

    @Test
    void areNoneOfThoseThatRunWhatIsSent() {
        assertThat(names()).doesNotContainAnyElementsOf(BANNED);
    }

    @Test
    void haveNoAdvisoryWithoutAReason() throws IOException {
        Map<String, Set<String>> found = new TreeMap<>();
        String version = version("camel-api");
        for (JsonNode advisory : advisories()) {
            Set<String> concerned = new TreeSet<>();
            advisory.path("components").forEach(name -> concerned.add(name.asText()));
            boolean isOfTheCore = concerned.isEmpty();
            concerned.retainAll(names());
            if (affects(advisory.path("affected").asText(), version) && (isOfTheCore || !concerned.isEmpty())) {
                found.put(advisory.path("cve").asText(), concerned);
            }
        }
        assertThat(reasons()).as("docs/advisories.md").isEqualTo(found);
    }

    /** The list of known advisories about other parts than Camel, which every change of a version is held against. */
    @ParameterizedTest
    @CsvFileSource(resources = "/parts/advisories.csv", numLinesToSkip = 1)
    void areInNoVersionWithAKnownAdvisory(String advisory, String part, String affected) throws Exception {
        VersionRange range = VersionRange.createFromVersionSpec(affected);
        assertThat(parts)
                .filteredOn(each -> part.equals(
                        each.path("group").asText() + ":" + each.path("name").asText()))
                .as("%s is about %s %s; take a version without it", advisory, part, affected)
                .noneMatch(each -> range.containsVersion(
                        new DefaultArtifactVersion(each.path("version").asText())));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "From 4.0.0 before 4.14.8, from 4.15.0 before 4.18.3. | 4.17.0 | true",
                "From 4.0.0 before 4.14.8, from 4.18.0 before 4.18.3. | 4.17.0 | false",
                "Apache Camel 4.14.x before 4.14.3, Apache Camel 4.15.0 and 4.16.0. | 4.17.0 | false",
                "Apache Camel 4.14.x before 4.14.3, Apache Camel 4.15.0 and 4.16.0. | 4.16.0 | true",
                "Apache Camel 4.14.x before 4.14.3, Apache Camel 4.15.0 and 4.16.0. | 4.14.2 | true",
                "3.0.0 up to 3.1.0, 2.22.x | 2.22.7 | true",
                "3.0.0 up to 3.1.0, 2.22.x | 3.1.0 | true",
                "4.14.0 through 4.14.7 (4.14.x line) | 4.14.8 | true",
                "from 4.19.0 before 4.19.0 | 4.19.0 | false",
                "Apache Camel versions prior to 2.24.0 | 2.23.1 | true",
                "Apache Camel versions prior to 2.24.0 | 4.17.0 | false",
                "all of them | 4.17.0 | true"
            })
    void readsWhichVersionsAreAffected(String affected, String version, boolean isAffected) {
        assertThat(affects(affected, version)).isEqualTo(isAffected);
    }

    /** Whether a version is among those that an advisory names in its words; one that cannot be read names all. */
    private static boolean affects(String words, String version) {
        boolean isRead = false;
        boolean isAffected = false;
        String rest = words;
        for (Matcher span = SPAN.matcher(words); span.find(); isRead = true) {
            int toEnd = compare(version, span.group(3));
            isAffected |=
                    compare(version, span.group(1)) >= 0 && (span.group(2).equals("before") ? toEnd < 0 : toEnd <= 0);
            rest = rest.replace(span.group(), "");
        }
        for (Matcher prior = PRIOR.matcher(rest); prior.find(); isRead = true) {
            isAffected |= compare(version, prior.group(1)) < 0;
        }
        rest = PRIOR.matcher(rest).replaceAll("");
        for (Matcher line = LINE.matcher(rest); line.find(); isRead = true) {
            isAffected |= version.startsWith(line.group(1) + ".");
        }
        for (Matcher one = ONE.matcher(LINE.matcher(rest).replaceAll("")); one.find(); isRead = true) {
            isAffected |= compare(version, one.group(1)) == 0;
        }
        return isAffected || !isRead;
    }

    private static int compare(String one, String other) {
        int[] a = numbers(one);
        int[] b = numbers(other);
        for (int i = 0; i < 3; i++) {
            if (a[i] != b[i]) {
                return Integer.compare(a[i], b[i]);
            }
        }
        return 0;
    }

    private static int[] numbers(String version) {
        int[] numbers = new int[3];
        String[] written = version.split("\\.");
        for (int i = 0; i < Math.min(3, written.length); i++) {
            numbers[i] = Integer.parseInt(written[i]);
        }
        return numbers;
    }

    private static JsonNode advisories() throws IOException {
        return new ObjectMapper()
                .readTree(Path.of(
                                "target",
                                "advisories",
                                "org/apache/camel/catalog/advisories/camel-security-advisories.json")
                        .toFile());
    }

    /** The advisories of the first table, each with its parts. */
    private static Map<String, Set<String>> reasons() throws IOException {
        String table = Files.readString(Path.of("docs", "advisories.md")).split("\n## ")[1];
        return table.lines()
                .filter(line -> line.startsWith("| CVE-"))
                .map(line -> line.split("\\|"))
                .collect(Collectors.toMap(
                        cells -> cells[1].strip(),
                        cells -> new TreeSet<>(
                                List.of(cells[2].replace("`", "").strip().split(", "))),
                        (one, other) -> other,
                        TreeMap::new));
    }

    private static Set<String> names() {
        return StreamSupport.stream(parts.spliterator(), false)
                .map(part -> part.path("name").asText())
                .collect(Collectors.toSet());
    }

    private static String version(String name) {
        return StreamSupport.stream(parts.spliterator(), false)
                .filter(part -> part.path("name").asText().equals(name))
                .map(part -> part.path("version").asText())
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }
}
