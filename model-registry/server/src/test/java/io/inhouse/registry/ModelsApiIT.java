package io.inhouse.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.inhouse.egress.EgressRefusedException;
import io.inhouse.registry.client.Adapter;
import io.inhouse.registry.client.AdapterState;
import io.inhouse.registry.client.Approval;
import io.inhouse.registry.client.BaseModel;
import io.inhouse.registry.client.ModelAlias;
import io.inhouse.registry.client.ModelsApi;
import io.inhouse.registry.client.NewAdapter;
import io.inhouse.registry.client.NewBaseModel;
import io.inhouse.registry.client.Refusal;
import io.inhouse.testsupport.TestIdentity;
import io.inhouse.testsupport.TestToken;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.ws.rs.WebApplicationException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client module as other services use it, against this server. */
@QuarkusTest
@RunningServer
@SuppressWarnings("NullAway.Init")
class ModelsApiIT {
    private static final String PROJECT = "demo";

    @TestHTTPResource
    URI address;

    @TempDir
    Path temporary;

    @Test
    void theClientSpeaksTheServersLanguage() throws Exception {
        // Given
        ModelsApi models =
                QuarkusRestClientBuilder.newBuilder().baseUri(address).build(ModelsApi.class);
        String admin = bearer(TestIdentity.user("ada").realm("platform-admin"));
        String tuning = bearer(TestIdentity.service("svc-tuning"));
        String approver = bearer(TestIdentity.user("amir").in(PROJECT, "approver"));
        Path source = TinyModel.write(temporary.resolve("base"), 42);

        // When
        BaseModel base = models.importBase(
                admin, "platform", new NewBaseModel("client/base", source.toString(), "MIT", "this test", null));
        Path files = TinyModel.writeAdapter(temporary.resolve("adapter"), base.digest(), 8, 0.5f);
        Adapter registered = models.registerAdapter(
                tuning,
                PROJECT,
                adapter("ftjob-client", base.digest()),
                files.resolve("adapter_model.safetensors"),
                files.resolve("adapter_config.json"));
        Adapter approved = models.approve(approver, PROJECT, registered.id(), new Approval("client-alias", "fine"));

        // Then
        assertThat(models.base(tuning, PROJECT, "client/base")).isEqualTo(base);
        assertThat(models.base(tuning, PROJECT, base.digest())).isEqualTo(base);
        assertThat(models.list(tuning, PROJECT).baseModels()).contains(base);
        assertThat(models.list(tuning, PROJECT).adapters()).contains(approved);
        assertThat(models.adapter(tuning, PROJECT, registered.id())).isEqualTo(approved);
        assertThat(approved.state()).isEqualTo(AdapterState.APPROVED);
        assertThat(models.lineage(tuning, PROJECT, registered.id()).edges()).hasSize(5);
        assertThat(models.aliases(tuning, PROJECT))
                .extracting(ModelAlias::name, ModelAlias::adapterDigest)
                .contains(tuple("client-alias", registered.digest()));
        try (InputStream weights = models.file(tuning, PROJECT, registered.id(), "adapter_model.safetensors")) {
            assertThat(weights.readAllBytes())
                    .isEqualTo(Files.readAllBytes(files.resolve("adapter_model.safetensors")));
        }
        assertThatThrownBy(() -> models.reject(approver, PROJECT, registered.id(), new Refusal("too late")))
                .isInstanceOfSatisfying(
                        WebApplicationException.class,
                        e -> assertThat(e.getResponse().readEntity(String.class))
                                .contains("\"code\":\"conflict\""));
        assertThat(models.retire(approver, PROJECT, registered.id(), new Refusal("replaced"))
                        .aliases())
                .isEqualTo(List.of());
    }

    @Test
    void theClientDoesNotReachTheOutside() {
        ModelsApi models = QuarkusRestClientBuilder.newBuilder()
                .baseUri(URI.create("http://203.0.113.7"))
                .build(ModelsApi.class);

        assertThatThrownBy(() -> models.list("Bearer x", PROJECT)).isInstanceOf(EgressRefusedException.class);
    }

    private static NewAdapter adapter(String job, String base) {
        return new NewAdapter(
                "queues",
                job,
                TestToken.subjectOf("erik"),
                "erik",
                base,
                "dsv-1",
                "sha256:" + "d".repeat(64),
                "customer-service",
                Map.of("rank", 2),
                Map.of("tunedExactMatch", 0.9),
                "0.1.0",
                1e12);
    }

    private static String bearer(TestToken token) {
        return "Bearer " + token.sign();
    }
}
