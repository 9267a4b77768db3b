package io.inhouse.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.persistence.Entity;
import java.util.List;

/** Which part may know which. */
final class StructureRules {
    static final ArchRule PURE_LIBRARIES = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.inhouse.languagemodel..",
                    "io.inhouse.ledger..",
                    "io.inhouse.adapterformat..",
                    "io.inhouse.identifiers..",
                    "io.inhouse.verify..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.quarkus..", "jakarta..", "org.hibernate..", "org.apache.kafka..", "io.vertx..", "io.smallrye..")
            .as("pure libraries depend on no framework")
            .because("they are tested in milliseconds and outlive every framework");

    static final ArchRule TENSORS = noClasses()
            .that()
            .resideOutsideOfPackages("io.inhouse.languagemodel..", "io.inhouse.training..", "..generation..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..")
            .as("tensors stay in languagemodel, training and generation")
            .because("native memory has one owner, and neither HTTP nor SQL is one");

    static final ArchRule KAFKA = noClasses()
            .that()
            .resideOutsideOfPackages("io.inhouse.recording..", "io.inhouse.audit..", "io.inhouse.kafka..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..")
            .as("only the record speaks to Kafka")
            .because("whatever is sent leaves through the outbox, in the transaction of the change it tells of");

    static final ArchRule CRYPTOGRAPHY = noClasses()
            .that()
            .resideOutsideOfPackages("..encryption..", "io.inhouse.identity..", "io.inhouse.ledger..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("javax.crypto..")
            .as("ciphers are used in few packages")
            .because("a reviewer must be able to read all of them");

    static final ArchRule ENTITIES = classes()
            .that()
            .areAnnotatedWith(Entity.class)
            .should()
            .haveSimpleNameEndingWith("Entity")
            .andShould(beUsedOnlyInTheirPackage())
            .as("entities are named so and are used only in their own package")
            .because("a row is a matter between one class of queries and its table");

    static final ArchRule PANACHE = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("io.quarkus.hibernate.orm.panache.PanacheEntityBase")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("io.quarkus.hibernate.orm.panache.PanacheEntity")
            .as("persistence is Panache in repository style")
            .because("an entity that loads itself reaches the database from everywhere");

    static final List<ArchRule> ALL = List.of(PURE_LIBRARIES, TENSORS, KAFKA, CRYPTOGRAPHY, ENTITIES, PANACHE);

    private StructureRules() {}

    static ArchRule featuresAreFreeOfCycles(String rootPackage) {
        return slices().matching(rootPackage + ".(*)..")
                .should()
                .beFreeOfCycles()
                .as("features are free of cycles")
                .because("one of them can then be read, tested and removed alone");
    }

    private static ArchCondition<JavaClass> beUsedOnlyInTheirPackage() {
        return new ArchCondition<>("be used only in their package") {
            @Override
            public void check(JavaClass entity, ConditionEvents events) {
                for (Dependency use : entity.getDirectDependenciesToSelf()) {
                    if (!use.getOriginClass().getPackageName().equals(entity.getPackageName())) {
                        events.add(SimpleConditionEvent.violated(entity, use.getDescription()));
                    }
                }
            }
        };
    }
}
