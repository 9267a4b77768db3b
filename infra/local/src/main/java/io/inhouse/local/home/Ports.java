package io.inhouse.local.home;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The ports of one platform, all on 127.0.0.1. They are chosen at the first start and never change by themselves:
 * issuer and redirect addresses depend on the door's.
 */
public record Ports(Map<String, Integer> byName) {
    public static final String DOOR = "door";
    private static final Map<String, Integer> DEFAULTS = new LinkedHashMap<>();
    private static final int HIGHEST = 65_535;
    private static final int LOWEST_ELSEWHERE = 18_000;
    private static final int HIGHEST_ELSEWHERE = 30_000;

    static {
        DEFAULTS.put(DOOR, 8080);
        DEFAULTS.put("datasets", 8101);
        DEFAULTS.put("tuning", 8102);
        DEFAULTS.put("registry", 8103);
        DEFAULTS.put("inference", 8104);
        DEFAULTS.put("audit", 8105);
        DEFAULTS.put("portal", 8106);
        DEFAULTS.put("keycloak", 8110);
        DEFAULTS.put("keycloak-management", 8111);
        DEFAULTS.put("postgresql", 8120);
        DEFAULTS.put("kafka", 8130);
        DEFAULTS.put("kafka-controller", 8131);
    }

    public Ports {
        byName = Map.copyOf(byName);
    }

    public int of(String name) {
        Integer port = byName.get(name);
        if (port == null) {
            throw new IllegalArgumentException("no port was chosen for " + name);
        }
        return port;
    }

    /**
     * Where other parts find this one: at its own port, unless {@code ports.json} names one under {@code via-<name>}. There
     * something stands in between, such as the proxies with which faults of the network are made.
     */
    public int reach(String name) {
        Integer between = byName.get("via-" + name);
        return between == null ? of(name) : between;
    }

    /** The one address people and applications use; the issuer's address begins with it. */
    public String origin() {
        return "http://localhost:" + of(DOOR);
    }

    /**
     * The usual port for each name, or the next free one above it. A door that was asked for is taken as it is, free
     * or not: whoever starts it says who has it.
     */
    public static Ports choose(@Nullable Integer door, IntPredicate free) {
        Map<String, Integer> chosen = new LinkedHashMap<>();
        Set<Integer> taken = new HashSet<>(DEFAULTS.values());
        if (door != null) {
            chosen.put(DOOR, door);
            taken.add(door);
        }
        DEFAULTS.forEach((name, usual) -> chosen.computeIfAbsent(name, ignored -> {
            boolean usualIsOurs = door == null || usual.intValue() != door.intValue();
            return usualIsOurs && free.test(usual) ? usual : nextFree(usual, taken, free);
        }));
        return new Ports(chosen);
    }

    /**
     * Ports somewhere else, for a platform that comes and goes beside others: one for each of its parts and each of {@code
     * more}. They lie below those that Linux gives to outgoing connections: of these, any connection could have taken one
     * while its part is down.
     */
    public static Ports elsewhere(Collection<String> more, IntPredicate free) {
        Set<String> names = new LinkedHashSet<>(DEFAULTS.keySet());
        names.addAll(more);
        Map<String, Integer> chosen = new LinkedHashMap<>();
        for (String name : names) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST_ELSEWHERE, HIGHEST_ELSEWHERE);
            while (chosen.containsValue(port) || !free.test(port)) {
                port = ThreadLocalRandom.current().nextInt(LOWEST_ELSEWHERE, HIGHEST_ELSEWHERE);
            }
            chosen.put(name, port);
        }
        return new Ports(chosen);
    }

    private static int nextFree(int above, Set<Integer> taken, IntPredicate free) {
        for (int port = above + 1; port <= HIGHEST; port++) {
            if (!taken.contains(port) && free.test(port)) {
                taken.add(port);
                return port;
            }
        }
        throw new IllegalStateException("no port above " + above + " is free on 127.0.0.1");
    }

    public static @Nullable Ports read(Home home) throws IOException {
        Path file = file(home);
        if (!Files.exists(file)) {
            return null;
        }
        Map<String, Integer> byName = new LinkedHashMap<>();
        new ObjectMapper()
                .readTree(file.toFile())
                .properties()
                .forEach(e -> byName.put(e.getKey(), e.getValue().intValue()));
        return new Ports(byName);
    }

    public void write(Home home) throws IOException {
        Map<String, Integer> ordered = new LinkedHashMap<>(DEFAULTS);
        ordered.putAll(byName);
        Home.writePrivately(
                file(home),
                new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(ordered));
    }

    private static Path file(Home home) {
        return home.root().resolve("ports.json");
    }
}
