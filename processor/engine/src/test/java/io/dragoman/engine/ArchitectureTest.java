package io.dragoman.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses ENGINE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.dragoman.engine");

    @Test
    void packagesAreAcyclic() {
        slices().assignedFrom(new PackageSlices()).should().beFreeOfCycles().check(ENGINE);
    }

    @Test
    void onePackageKnowsOnnxRuntime() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.dragoman.engine.onnx")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.onnxruntime..")
                .check(ENGINE);
    }

    @Test
    void theEngineKnowsNeitherKafkaNorAvro() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "org.apache.avro..")
                .check(ENGINE);
    }

    @Test
    void searchKnowsNoText() {
        noClasses()
                .that()
                .resideInAnyPackage("io.dragoman.engine.search", "io.dragoman.engine.model")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.dragoman.engine.text", "io.dragoman.engine.onnx", "io.dragoman.engine.bundle")
                .check(ENGINE);
    }
}
