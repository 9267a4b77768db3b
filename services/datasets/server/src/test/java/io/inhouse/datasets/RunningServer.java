package io.inhouse.datasets;

import io.inhouse.testsupport.PlatformDirectories;
import io.inhouse.testsupport.PostgresResource;
import io.inhouse.testsupport.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.ResourceArg;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Map;

/** The datasets server on real PostgreSQL with real tokens. Kafka is away, which stops nothing: entries wait in the outbox. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@QuarkusTestResource(
        value = PostgresResource.class,
        initArgs = @ResourceArg(name = "database", value = "datasets"),
        restrictToAnnotatedClass = false)
@QuarkusTestResource(TestIdentity.class)
@QuarkusTestResource(PlatformDirectories.class)
@QuarkusTestResource(RunningServer.Settings.class)
public @interface RunningServer {
    /** What differs from production. */
    final class Settings implements QuarkusTestResourceLifecycleManager {
        @Override
        public Map<String, String> start() {
            return Map.of(
                    "quarkus.http.test-port", "0",
                    "kafka.bootstrap.servers", "127.0.0.1:1",
                    "inhouse.datasets.upload.batch-rows", "50",
                    // Tests collect when they want to see it.
                    "inhouse.datasets.upload.heartbeat", "1h",
                    "inhouse.datasets.upload.collect-every", "1h");
        }

        @Override
        public void stop() {}
    }
}
