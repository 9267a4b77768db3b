package io.inhouse.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RulesTest {
    private static final JavaClasses BROKEN = new ClassFileImporter().importPackages("io.inhouse.architecture.broken");

    static Stream<ArchRule> broken() {
        return Stream.of(
                StructureRules.ENTITIES,
                EndpointRules.NOTHING_DEPENDS_ON_RESOURCES,
                EndpointRules.WHO_MAY_CALL_IS_SAID,
                EndpointRules.NO_ENTITIES,
                EndpointRules.DIALECT,
                CodeRules.TIME_AND_CHANCE,
                CodeRules.NO_STANDARD_STREAMS,
                CodeRules.NO_GENERIC_EXCEPTIONS);
    }

    @ParameterizedTest
    @MethodSource("broken")
    void aRuleFindsWhatBreaksIt(ArchRule rule) {
        assertThat(rule.evaluate(BROKEN).hasViolation())
                .as(rule.getDescription())
                .isTrue();
    }
}
