package io.inhouse.inference;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.lang.ArchRule;
import io.inhouse.architecture.InhouseArchitecture;
import java.net.URISyntaxException;
import org.junit.jupiter.api.Test;

class ArchitectureTest extends InhouseArchitecture {
    @Test
    void theModelIsReachedOnlyThroughTheRecord() throws URISyntaxException {
        ArchRule onlyThroughTheRecord = noClasses()
                .that()
                .resideOutsideOfPackages("..inference.generation..", "..inference.recording..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..inference.generation..")
                .because("no token may be computed for a question that is not recorded");

        assertThat(onlyThroughTheRecord
                        .evaluate(productClasses())
                        .getFailureReport()
                        .getDetails())
                .isEmpty();
    }
}
