package io.inhouse.inference;

import io.inhouse.testsupport.PlatformDirectories;
import io.inhouse.testsupport.PostgresResource;
import io.inhouse.testsupport.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The whole server with a tiny random model: real HTTP, tokens, PostgreSQL, record, tensors. Kafka is down throughout. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "database", value = "inference"))
@QuarkusTestResource(TestIdentity.class)
@QuarkusTestResource(PlatformDirectories.class)
@QuarkusTestResource(RegistryStub.class)
@interface RunningServer {}
