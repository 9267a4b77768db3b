package io.inhouse.inference;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.inhouse.architecture.InhouseArchitecture;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ArchitectureTest extends InhouseArchitecture {
    @Test
    void theModelIsReachedOnlyThroughTheRecord() throws URISyntaxException {
        Path classes = Path.of(Answerless.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolveSibling("classes");

        noClasses()
                .that()
                .resideOutsideOfPackages("..inference.generation..", "..inference.recording..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..inference.generation..")
                .because("no token may be computed for a question that is not recorded")
                .check(new ClassFileImporter().importPath(classes));
    }

    /** Only says where this module's tests are. */
    private static final class Answerless {}
}
