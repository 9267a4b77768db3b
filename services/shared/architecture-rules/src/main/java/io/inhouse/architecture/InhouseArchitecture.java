package io.inhouse.architecture;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the rules over the module in which it is extended. A module needs one line, in its root package:
 *
 * <pre>{@code class ArchitectureTest extends InhouseArchitecture {}}</pre>
 */
public abstract class InhouseArchitecture {
    @TestFactory
    Stream<DynamicTest> rules() throws URISyntaxException {
        JavaClasses classes = productClasses();
        List<ArchRule> rules = new ArrayList<>();
        rules.add(StructureRules.featuresAreFreeOfCycles(getClass().getPackageName()));
        rules.addAll(StructureRules.ALL);
        rules.addAll(EndpointRules.ALL);
        rules.addAll(CodeRules.ALL);
        return rules.stream()
                .map(rule -> dynamicTest(
                        rule.getDescription(), () -> rule.allowEmptyShould(true).check(classes)));
    }

    /** What this module compiled, and neither its tests nor other modules. */
    protected final JavaClasses productClasses() throws URISyntaxException {
        Path testClasses = Path.of(
                getClass().getProtectionDomain().getCodeSource().getLocation().toURI());
        return new ClassFileImporter().importPath(testClasses.resolveSibling("classes"));
    }
}
