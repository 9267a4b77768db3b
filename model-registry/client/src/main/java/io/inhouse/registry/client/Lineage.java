package io.inhouse.registry.client;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where an adapter comes from, as a graph that starts at the adapter. */
public record Lineage(List<Node> nodes, List<Edge> edges) {
    public Lineage {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
    }

    /**
     * @param kind {@code adapter}, {@code tuning-job}, {@code dataset-version}, {@code recipe} or {@code base-model}
     * @param digest {@code sha256:<hex>} if it is named by its content
     */
    public record Node(String kind, String id, @Nullable String digest, Map<String, Object> facts) {
        public Node {
            facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        }
    }

    /** @param relation reads from left to right: adapter {@code produced-by} job {@code trained-on} dataset version */
    public record Edge(String from, String relation, String to) {}
}
