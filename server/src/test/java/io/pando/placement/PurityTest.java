package io.pando.placement;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Decisions are made of nothing but the question: no database, no host, no clock, no chance, no Spring. */
class PurityTest {

    @Test
    void decidingNeedsNothing() {
        var classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.pando.placement");

        noClasses()
                .that()
                .doNotHaveSimpleName("PlacementController")
                .and()
                .doNotHaveSimpleName("PlacementConfiguration")
                .and()
                .doNotHaveSimpleName("package-info")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework..",
                        "java.sql..",
                        "java.time..",
                        "java.net..",
                        "java.util.random..",
                        "io.pando.database..",
                        "io.pando.host..",
                        "io.pando.configuration..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random")
                .check(classes);
    }
}
