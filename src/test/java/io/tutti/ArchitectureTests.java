package io.tutti;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.tutti.bad.util.BadExamples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.modulith.core.ApplicationModules;

/** The house rules for Java; each also has to catch the bad example that is made for it. */
class ArchitectureTests {

    private static final int MOST_LINES = 300;
    private static final int MOST_PUBLIC_TYPES = 10;
    /** What every other feature builds on shows more. */
    private static final int MOST_PUBLIC_TYPES_OF_TASK = 18;

    private static final Path SOURCES = Path.of("src/main/java/io/tutti");

    private static final JavaClasses PROGRAM = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.tutti");
    private static final JavaClasses BAD = new ClassFileImporter().importPackagesOf(BadExamples.class);

    @Test
    void featuresUseOnlyWhatTheySayTheyUse() {
        ApplicationModules.of(Hub.class).verify();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theProgramKeepsTheRule(ArchRule rule) {
        rule.check(PROGRAM);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theRuleCatchesItsBadExample(ArchRule rule) {
        assertThat(rule.evaluate(BAD).hasViolation()).as(rule.getDescription()).isTrue();
    }

    @Test
    @DisplayName("types have at most 300 lines")
    void typesAreShort() throws IOException {
        assertThat(tooLong(SOURCES, MOST_LINES)).isEmpty();
        assertThat(tooLong(Path.of("src/test/java/io/tutti/bad"), 10)).isNotEmpty();
    }

    @Test
    void packagesShowFewPublicTypes() {
        Map<String, Long> shown = PROGRAM.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC) && type.isTopLevelClass())
                .collect(Collectors.groupingBy(type -> type.getPackageName(), Collectors.counting()));
        assertThat(shown)
                .allSatisfy((name, count) -> assertThat(count)
                        .as(name)
                        .isLessThanOrEqualTo(
                                name.equals("io.tutti.task") ? MOST_PUBLIC_TYPES_OF_TASK : MOST_PUBLIC_TYPES));
    }

    static List<ArchRule> rules() {
        return HouseRules.ALL;
    }

    private static List<Path> tooLong(Path folder, int most) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> lines(file) > most)
                    .toList();
        }
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
