package io.inhouse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The restricted profile of the Pod Security Standards, and what we ask beyond it. */
class PodSecurityTest {
    private static final Manifests MANIFESTS = Manifests.committed();

    static Stream<String> programs() {
        return MANIFESTS.pods().keySet().stream();
    }

    @Test
    void there_are_six_servers_and_the_trainer() {
        assertThat(programs())
                .containsExactly("audit", "datasets", "inference", "portal", "registry", "trainer", "tuning");
    }

    @Test
    void the_namespace_admits_only_restricted_pods() {
        assertThat(MANIFESTS.one(Namespace.class, "inhouse").getMetadata().getLabels())
                .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
    }

    @ParameterizedTest
    @MethodSource("programs")
    void a_pod_is_restricted_and_its_root_file_system_is_read_only(String program) {
        PodSpec pod = pod(program);
        PodSecurityContext security = pod.getSecurityContext();
        assertThat(security.getRunAsNonRoot()).isTrue();
        assertThat(security.getRunAsUser()).isPositive();
        assertThat(security.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod.getHostNetwork()).isNull();
        assertThat(pod.getHostPID()).isNull();
        assertThat(pod.getVolumes())
                .allMatch(v -> v.getEmptyDir() != null || v.getPersistentVolumeClaim() != null, "emptyDir or a claim");
        for (Container container : pod.getContainers()) {
            SecurityContext own = container.getSecurityContext();
            assertThat(own.getAllowPrivilegeEscalation()).isFalse();
            assertThat(own.getReadOnlyRootFilesystem()).isTrue();
            assertThat(own.getPrivileged()).isNull();
            assertThat(own.getCapabilities().getDrop()).containsExactly("ALL");
            assertThat(own.getCapabilities().getAdd()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void a_pod_has_no_token_of_the_cluster_and_no_variables_of_other_services(String program) {
        assertThat(pod(program).getAutomountServiceAccountToken()).isFalse();
        assertThat(pod(program).getEnableServiceLinks()).isFalse();
        assertThat(pod(program).getServiceAccountName()).isEqualTo(program);
    }

    @ParameterizedTest
    @MethodSource("programs")
    void secrets_come_by_reference(String program) {
        List<EnvVar> environment = pod(program).getContainers().getFirst().getEnv();

        assertThat(environment)
                .filteredOn(v -> v.getName().toLowerCase(Locale.ROOT).matches(".*(password|secret|token)$"))
                .isNotEmpty()
                .allMatch(v -> v.getValue() == null && v.getValueFrom().getSecretKeyRef() != null, "by reference");
    }

    @ParameterizedTest
    @MethodSource("programs")
    void a_pod_asks_for_processor_and_memory_and_is_limited_in_memory(String program) {
        Container container = pod(program).getContainers().getFirst();
        Quantity asked = container.getResources().getRequests().get("memory");
        Quantity limit = container.getResources().getLimits().get("memory");

        assertThat(container.getResources().getRequests()).containsKey("cpu");
        assertThat(Quantity.getAmountInBytes(limit)).isGreaterThan(Quantity.getAmountInBytes(asked));
    }

    @Test
    void a_trainer_of_its_own_gets_a_gpu_and_is_never_started_again_by_the_cluster() {
        Job job = MANIFESTS.one(Job.class, "trainer");

        assertThat(pod("trainer").getContainers().getFirst().getResources().getLimits())
                .containsEntry("nvidia.com/gpu", new Quantity("1"));
        assertThat(job.getSpec().getBackoffLimit()).isZero();
        assertThat(pod("trainer").getRestartPolicy()).isEqualTo("Never");
    }

    private static PodSpec pod(String program) {
        return java.util.Objects.requireNonNull(MANIFESTS.pods().get(program)).getSpec();
    }
}
