package io.inhouse.tuning;

import io.inhouse.testsupport.KafkaResource;
import io.inhouse.testsupport.PlatformDirectories;
import io.inhouse.testsupport.PostgresResource;
import io.inhouse.testsupport.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The tuning server on real PostgreSQL, with a real recorder, one for all test classes; its neighbours are played. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "database", value = "tuning"))
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(PlatformDirectories.class)
@QuarkusTestResource(TestIdentity.class)
@QuarkusTestResource(Neighbours.class)
public @interface RunningServer {}
