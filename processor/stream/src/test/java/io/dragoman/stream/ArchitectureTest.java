package io.dragoman.stream;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.dragoman.stream");

    @Test
    void packagesAreAcyclic() {
        slices().matching("io.dragoman.stream.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void nothingUsesKafkasInternals() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..internals..")
                .check(CLASSES);
    }

    @Test
    void theEngineAloneUsesOnnxRuntime() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.onnxruntime..")
                .check(CLASSES);
    }

    @Test
    void configurationIsALeaf() {
        noClasses()
                .that()
                .resideInAPackage("io.dragoman.stream.config")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.dragoman.engine..",
                        "io.dragoman.stream.app..",
                        "io.dragoman.stream.topology..",
                        "org.apache.kafka..")
                .check(CLASSES);
    }
}
