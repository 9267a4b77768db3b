package io.inhouse.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.INTERFACES;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.persistence.Entity;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Set;

/** What the HTTP side looks like. */
final class EndpointRules {
    private static final Set<String> WHO_MAY_CALL = Set.of(
            "jakarta.annotation.security.RolesAllowed",
            "jakarta.annotation.security.PermitAll",
            "jakarta.annotation.security.DenyAll",
            "io.quarkus.security.Authenticated");
    private static final String OPEN_AI_DIALECT = "io.inhouse.failures.OpenAiDialect";

    private static final DescribedPredicate<JavaMethod> ARE_ENDPOINTS = DescribedPredicate.describe(
            "are endpoints",
            method -> !method.getOwner().isInterface()
                    && method.getAnnotations().stream()
                            .anyMatch(annotation -> annotation.getRawType().isMetaAnnotatedWith(HttpMethod.class)));

    static final ArchRule NAMES = classes()
            .that()
            .areAnnotatedWith(Path.class)
            .and(DescribedPredicate.not(INTERFACES))
            .should()
            .haveSimpleNameEndingWith("Resource")
            .as("what has an address is a *Resource")
            .because("the surface of a service is then one glance at the file names");

    static final ArchRule NOTHING_DEPENDS_ON_RESOURCES = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Resource")
            .should()
            .dependOnClassesThat(DescribedPredicate.describe(
                    "are resources",
                    type -> type.getSimpleName().endsWith("Resource") && type.isAnnotatedWith(Path.class)))
            .as("nothing depends on a resource")
            .because("HTTP is the outermost layer");

    static final ArchRule WHO_MAY_CALL_IS_SAID = methods()
            .that(ARE_ENDPOINTS)
            .should(sayWhoMayCall())
            .as("every endpoint says who may call it")
            .because("the default is to refuse everybody, and a reader should not have to know that");

    static final ArchRule NO_ENTITIES = methods()
            .that(ARE_ENDPOINTS)
            .should(neitherTakeNorReturnEntities())
            .as("endpoints neither take nor return entities")
            .because("the table and the public API change for different reasons");

    static final ArchRule NO_TRANSACTIONS = methods()
            .that(ARE_ENDPOINTS)
            .should()
            .notBeAnnotatedWith("jakarta.transaction.Transactional")
            .as("endpoints do not open transactions")
            .because("what commits together is decided where the change is made");

    static final ArchRule DIALECT = classes()
            .that()
            .areAnnotatedWith(Path.class)
            .and(DescribedPredicate.not(INTERFACES))
            .should(speakTheDialectOfTheirPath())
            .as("/v1 speaks OpenAI's dialect and nothing else does")
            .because("clients of each API understand failures in one form only");

    static final List<ArchRule> ALL =
            List.of(NAMES, NOTHING_DEPENDS_ON_RESOURCES, WHO_MAY_CALL_IS_SAID, NO_ENTITIES, NO_TRANSACTIONS, DIALECT);

    private EndpointRules() {}

    private static ArchCondition<JavaMethod> sayWhoMayCall() {
        return new ArchCondition<>("say who may call them") {
            @Override
            public void check(JavaMethod endpoint, ConditionEvents events) {
                boolean said = WHO_MAY_CALL.stream()
                        .anyMatch(annotation -> endpoint.isAnnotatedWith(annotation)
                                || endpoint.getOwner().isAnnotatedWith(annotation));
                if (!said) {
                    events.add(SimpleConditionEvent.violated(
                            endpoint, endpoint.getFullName() + " has no @RolesAllowed, @Authenticated or @PermitAll"));
                }
            }
        };
    }

    private static ArchCondition<JavaMethod> neitherTakeNorReturnEntities() {
        return new ArchCondition<>("neither take nor return entities") {
            @Override
            public void check(JavaMethod endpoint, ConditionEvents events) {
                Set<JavaClass> involved = endpoint.getReturnType().getAllInvolvedRawTypes();
                endpoint.getParameterTypes().forEach(type -> check(endpoint, type.getAllInvolvedRawTypes(), events));
                check(endpoint, involved, events);
            }

            private void check(JavaMethod endpoint, Set<JavaClass> types, ConditionEvents events) {
                for (JavaClass type : types) {
                    if (type.isAnnotatedWith(Entity.class)) {
                        events.add(SimpleConditionEvent.violated(
                                endpoint, endpoint.getFullName() + " exposes " + type.getName()));
                    }
                }
            }
        };
    }

    private static ArchCondition<JavaClass> speakTheDialectOfTheirPath() {
        return new ArchCondition<>("speak the dialect of their path") {
            @Override
            public void check(JavaClass resource, ConditionEvents events) {
                String path =
                        "/" + resource.getAnnotationOfType(Path.class).value().replaceFirst("^/", "");
                boolean openAi = path.equals("/v1") || path.startsWith("/v1/");
                if (openAi != resource.isAnnotatedWith(OPEN_AI_DIALECT)) {
                    events.add(SimpleConditionEvent.violated(
                            resource,
                            resource.getName() + (openAi ? " lacks @OpenAiDialect" : " must not have @OpenAiDialect")));
                }
            }
        };
    }
}
