package io.inhouse.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.THROW_GENERIC_EXCEPTIONS;

import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.UUID;

/** How code is written everywhere. */
final class CodeRules {
    private static final String CONFIG_MAPPING = "io.smallrye.config.ConfigMapping";

    static final ArchRule TIME_AND_CHANCE = noClasses()
            .that()
            .resideOutsideOfPackage("..wiring..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(OffsetDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callMethod(Math.class, "random")
            .as("time and chance come from outside")
            .because("a test decides both: inject Clock and Identifiers");

    static final ArchRule CLOCKS = noClasses()
            .that()
            .resideOutsideOfPackages("..wiring..", "io.inhouse.local..", "io.inhouse.bench..")
            .should()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone")
            .as("the real clock is chosen in wiring packages and in command-line tools")
            .because("everything else takes the clock it is given");

    static final ArchRule NO_FIELD_INJECTION = noFields()
            .should()
            .beAnnotatedWith("jakarta.inject.Inject")
            .orShould()
            .beAnnotatedWith("org.eclipse.microprofile.config.inject.ConfigProperty")
            .as("nothing is injected into fields")
            .because("a constructor says what a class needs, and a test calls it");

    static final ArchRule NO_STANDARD_STREAMS = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.inhouse.local..", "io.inhouse.bench..", "io.inhouse.verify..", "io.inhouse.kafka..")
            .should(ACCESS_STANDARD_STREAMS)
            .as("only command-line tools write to the standard streams")
            .because("everything else logs, with facts as keys");

    static final ArchRule NO_GENERIC_EXCEPTIONS = noClasses()
            .should(THROW_GENERIC_EXCEPTIONS)
            .as("nothing throws Exception or RuntimeException themselves")
            .because("a caller must be able to tell failures apart");

    static final ArchRule CONFIGURATION = classes()
            .that()
            .areAnnotatedWith(CONFIG_MAPPING)
            .should()
            .beInterfaces()
            .andShould()
            .haveSimpleNameEndingWith("Config")
            .as("configuration is one @ConfigMapping interface *Config per feature")
            .because("every key has a type, a default and a meaning in one place");

    static final ArchRule UNITS = methods()
            .that()
            .areDeclaredInClassesThat()
            .areAnnotatedWith(CONFIG_MAPPING)
            .should()
            .haveNameNotMatching(".*(Millis|Milliseconds|Seconds|Minutes|Bytes|Kb|Mb)")
            .as("configuration has units in its types")
            .because("Duration and MemorySize cannot be misread");

    static final ArchRule NO_CONFIG_PROPERTY = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.eclipse.microprofile.config.inject.ConfigProperty")
            .as("@ConfigProperty is not used")
            .because("configuration is one interface per feature");

    static final ArchRule FAILURES = noClasses()
            .that()
            .resideOutsideOfPackages("io.inhouse.failures..", "io.inhouse.portal..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("jakarta.ws.rs.ext.ExceptionMapper")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.jboss.resteasy.reactive.server.ServerExceptionMapper")
            .as("failures are told to callers in one place")
            .because("each API has one form of failure, and nothing leaks");

    static final List<ArchRule> ALL = List.of(
            TIME_AND_CHANCE,
            CLOCKS,
            NO_FIELD_INJECTION,
            NO_STANDARD_STREAMS,
            NO_GENERIC_EXCEPTIONS,
            CONFIGURATION,
            UNITS,
            NO_CONFIG_PROPERTY,
            FAILURES);

    private CodeRules() {}
}
