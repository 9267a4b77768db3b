package io.inhouse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenderingTest {
    private static final Path OVERLAY = Manifests.REPOSITORY.resolve("k8s/overlays/single-node");

    @Test
    void kustomize_makes_of_the_overlay_what_is_committed_as_rendered() throws Exception {
        String rendered = kustomize();

        assertThat(Manifests.documents(rendered))
                .as(
                        "k8s/rendered is out of date: kubectl kustomize k8s/overlays/single-node > k8s/rendered/single-node.yaml")
                .isEqualTo(Manifests.documents(Files.readString(Manifests.RENDERED)));
    }

    @Test
    void every_object_is_of_a_known_kind_with_known_fields_only() {
        assertThat(Manifests.committed().objects()).hasSizeGreaterThan(30);
    }

    /** Otherwise all clients share the gateway's address, and the wrong API keys of one lock out all. */
    @Test
    void every_server_believes_the_gateway_about_addresses() {
        List<Map<String, String>> settings = Manifests.committed().objects().stream()
                .filter(ConfigMap.class::isInstance)
                .map(object -> ((ConfigMap) object).getData())
                .filter(data -> data.containsKey("QUARKUS_HTTP_HOST"))
                .toList();

        assertThat(settings)
                .hasSize(2)
                .allSatisfy(data -> assertThat(data.get("QUARKUS_HTTP_PROXY_TRUSTED_PROXIES"))
                        .contains("10.0.0.0/8"));
    }

    @ParameterizedTest
    @CsvSource({
        "runAsNonRoot:,runAsNonroot:",
        "readinessProbe:,readynessProbe:",
        "- Egress,- Egres: x",
        "kind: Job,kind: Jobb"
    })
    void a_slip_of_the_pen_is_noticed(String right, String wrong) throws Exception {
        String yaml = Files.readString(Manifests.RENDERED);
        assertThat(yaml).contains(right);

        assertThatThrownBy(() -> Manifests.parse(yaml.replace(right, wrong)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** With the real program: {@code kustomize} or the one inside {@code kubectl}. */
    private static String kustomize() throws IOException, InterruptedException {
        List<String> command = onPath("kustomize")
                ? List.of("kustomize", "build", OVERLAY.toString())
                : List.of("kubectl", "kustomize", OVERLAY.toString());
        if (!onPath(command.getFirst())) {
            return abort("neither kustomize nor kubectl is installed, so only the committed rendering is tested");
        }
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String rendered = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
        return rendered;
    }

    private static boolean onPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
