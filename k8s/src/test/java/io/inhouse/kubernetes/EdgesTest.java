package io.inhouse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What may speak to what. */
class EdgesTest {
    private static final String NAME = "app.kubernetes.io/name";
    private static final String GATEWAY = "inhouse.io/gateway";
    private static final String FOUNDATION = "inhouse.io/foundation";
    private static final Set<String> NOT_OURS = Set.of("kafka", "keycloak");

    private final Manifests manifests = Manifests.committed();

    @Test
    void by_default_nothing_goes_in_or_out() {
        NetworkPolicy policy = manifests.one(NetworkPolicy.class, "default-deny");

        assertThat(policy.getSpec().getPodSelector()).isEqualTo(new LabelSelector());
        assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
        assertThat(policy.getSpec().getIngress()).isEmpty();
        assertThat(policy.getSpec().getEgress()).isEmpty();
    }

    @Test
    void what_may_go_out_is_what_a_running_platform_was_seen_to_use() throws IOException {
        Set<String> seen = recorded().stream()
                .filter(edge -> !edge.startsWith("outside ") && !edge.startsWith("door "))
                .filter(edge -> !NOT_OURS.contains(edge.split(" ")[0]))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> allowed = new TreeSet<>();
        for (NetworkPolicy policy : policiesOfPrograms()) {
            for (NetworkPolicyEgressRule rule : policy.getSpec().getEgress()) {
                rule.getTo().forEach(to -> allowed.add(program(policy) + " -> " + name(to)));
            }
        }

        assertThat(allowed).isEqualTo(seen);
    }

    @Test
    void what_may_come_in_is_what_may_go_out_elsewhere_and_what_the_door_was_seen_to_use() throws IOException {
        Set<String> seen = recorded().stream()
                .filter(edge -> !edge.startsWith("outside ") && !NOT_OURS.contains(edge.split(" ")[0]))
                .filter(edge -> manifests.pods().containsKey(edge.split(" -> ")[1]))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> allowed = new TreeSet<>();
        for (NetworkPolicy policy : policiesOfPrograms()) {
            for (NetworkPolicyIngressRule rule : policy.getSpec().getIngress()) {
                rule.getFrom().forEach(from -> allowed.add(name(from) + " -> " + program(policy)));
            }
        }

        assertThat(allowed).isEqualTo(seen);
    }

    @Test
    void ports_are_those_of_the_services() {
        Map<String, Integer> ports = new TreeMap<>(Map.of("postgresql", 5432, "kafka", 9092, "keycloak", 8080));
        manifests.all(Service.class).stream()
                .filter(service -> service.getSpec().getSelector() != null)
                .filter(service -> !service.getSpec().getPorts().isEmpty())
                .forEach(service -> ports.put(
                        service.getMetadata().getName(),
                        service.getSpec().getPorts().getFirst().getPort()));
        for (NetworkPolicy policy : policiesOfPrograms()) {
            for (NetworkPolicyEgressRule rule : policy.getSpec().getEgress()) {
                assertThat(numbers(rule.getPorts()))
                        .containsExactly(ports.get(name(rule.getTo().getFirst())));
            }
            for (NetworkPolicyIngressRule rule : policy.getSpec().getIngress()) {
                assertThat(numbers(rule.getPorts())).containsExactly(ports.get(program(policy)));
            }
        }
    }

    @Test
    void the_gateway_has_the_routes_of_the_local_door() throws IOException {
        Ingress ingress = manifests.one(Ingress.class, "door");
        Map<String, String> routes = ingress.getSpec().getRules().getFirst().getHttp().getPaths().stream()
                .collect(Collectors.toMap(
                        HTTPIngressPath::getPath,
                        path -> path.getBackend().getService().getName()));
        Map<String, String> ofTheDoor =
                Files.readAllLines(Manifests.REPOSITORY.resolve("infra/local/src/main/resources/routes.txt")).stream()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .map(line -> line.split("\\s+"))
                        .collect(Collectors.toMap(words -> words[0], words -> words[1]));

        assertThat(routes).isEqualTo(ofTheDoor);
    }

    private static List<String> recorded() throws IOException {
        return Files.readAllLines(Manifests.REPOSITORY.resolve("infra/egress/connections.txt"));
    }

    private List<NetworkPolicy> policiesOfPrograms() {
        List<NetworkPolicy> policies = manifests.all(NetworkPolicy.class).stream()
                .filter(policy -> policy.getSpec().getPodSelector().getMatchLabels() != null
                        && policy.getSpec().getPodSelector().getMatchLabels().containsKey(NAME))
                .toList();
        assertThat(policies).hasSameSizeAs(manifests.pods().keySet());
        return policies;
    }

    private static String program(NetworkPolicy policy) {
        return String.valueOf(policy.getSpec().getPodSelector().getMatchLabels().get(NAME));
    }

    private static String name(NetworkPolicyPeer peer) {
        LabelSelector namespace = peer.getNamespaceSelector();
        if (namespace != null && "true".equals(namespace.getMatchLabels().get(GATEWAY))) {
            return "door";
        }
        if (namespace != null) {
            assertThat(namespace.getMatchLabels()).containsExactly(Map.entry(FOUNDATION, "true"));
        }
        return String.valueOf(peer.getPodSelector().getMatchLabels().get(NAME));
    }

    private static List<Integer> numbers(List<NetworkPolicyPort> ports) {
        return ports.stream().map(port -> port.getPort().getIntVal()).toList();
    }
}
