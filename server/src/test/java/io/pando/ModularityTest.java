package io.pando;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.docs.Documenter;

/** The house: who may import whom. */
class ModularityTest {
    private final ApplicationModules modules = ApplicationModules.of(PandoApplication.class);

    @Test
    void everyPackageImportsOnlyWhatItSaysItMay() {
        modules.verify();
    }

    @Test
    void onlyTheHostKnowsLibvirtAndOnlyTheImageKnowsDiskFiles() {
        var classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.pando");
        noClasses()
                .that()
                .resideInAnyPackage("io.pando..")
                .and()
                .resideOutsideOfPackages("io.pando.host..", "io.pando.libvirt..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.pando.libvirt..")
                .check(classes);
        noClasses()
                .that()
                .resideOutsideOfPackages("io.pando.image..", "io.pando.diskimage..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.pando.diskimage..")
                .check(classes);
    }

    @Test
    void drawsTheModulesIntoTheDocumentation() {
        new Documenter(
                        modules,
                        Documenter.Options.defaults()
                                .withOutputFolder(Path.of("target/modules").toString()))
                .writeModulesAsPlantUml();
    }
}
