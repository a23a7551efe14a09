package io.tutti;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** What the Java code must look like. */
final class HouseRules {

    /** Classes that speak SQL: one per table family, the group commit, and what opens or looks at a database at the start. */
    private static final String SQL_SPEAKERS =
            ".*\\.(Jdbc\\w*|Compaction|GroupCommit|\\w*Configuration|\\w*Schema)(\\$.*)?";

    static final List<ArchRule> ALL = List.of(
            noClasses()
                    .should()
                    .resideInAnyPackage("..util..", "..common..", "..service..", "..dto..", "..config..", "..impl..")
                    .as("no package is named util, common, service, dto, config or impl"),
            noClasses()
                    .should()
                    .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Base|Data)")
                    .as("no class is a Manager, Helper, Util, Impl, Base or Data"),
            noFields()
                    .should()
                    .beAnnotatedWith(Autowired.class)
                    .orShould()
                    .beAnnotatedWith(Value.class)
                    .as("no field is injected"),
            noClasses()
                    .should()
                    .callMethod(Instant.class, "now")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(java.time.LocalDate.class, "now")
                    .orShould()
                    .callMethod(java.time.OffsetDateTime.class, "now")
                    .as("the time comes from the Clock"),
            noClasses().should().callMethod(UUID.class, "randomUUID").as("ids are passed in"),
            noClasses()
                    .should()
                    .callMethod(Thread.class, "sleep", long.class)
                    .orShould()
                    .callMethod(Thread.class, "sleep", java.time.Duration.class)
                    .as("nobody sleeps"),
            noClasses()
                    .that()
                    .haveNameNotMatching(SQL_SPEAKERS)
                    .should()
                    .callMethodWhere(target(owner(resideInAnyPackage("java.sql..", "org.springframework.jdbc.core.."))))
                    .as("SQL lives in Jdbc... classes"),
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.tutti.command..")
                    .and()
                    .doNotHaveFullyQualifiedName("io.tutti.Start")
                    .should()
                    .accessField(System.class, "out")
                    .orShould()
                    .accessField(System.class, "err")
                    .as("only commands print"));

    private HouseRules() {}
}
