package io.pando;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

    /** The picture of the modules in the documentation is what they are. {@code -Dpando.golden=write} draws it anew. */
    @Test
    void theDocumentationShowsTheModulesAsTheyAre() throws IOException {
        Path drawn = Path.of("target/modules");
        new Documenter(modules, Documenter.Options.defaults().withOutputFolder(drawn.toString()))
                .writeModulesAsPlantUml();
        Path kept = Path.of("../docs/modules.puml");
        if ("write".equals(System.getProperty("pando.golden"))) {
            Files.copy(drawn.resolve("components.puml"), kept, StandardCopyOption.REPLACE_EXISTING);
        }
        // The lines come in any order.
        assertThat(Files.readAllLines(drawn.resolve("components.puml")))
                .containsExactlyInAnyOrderElementsOf(Files.readAllLines(kept));
    }
}
