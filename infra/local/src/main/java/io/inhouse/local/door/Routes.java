package io.inhouse.local.door;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Which server answers which path. */
public final class Routes {
    /** Paths that servers keep for each other and for health checks. */
    private static final Set<String> REFUSED = Set.of("internal", "q");

    private final List<Route> longestFirst;

    private Routes(List<Route> routes) {
        this.longestFirst = routes.stream()
                .sorted(Comparator.comparingInt((Route route) -> route.prefix().length())
                        .reversed())
                .toList();
    }

    /** All paths that equal {@code prefix} or continue it with a slash go to {@code server}. */
    public record Route(String prefix, String server) {
        boolean matches(String path) {
            return prefix.equals("/") || path.equals(prefix) || path.startsWith(prefix + "/");
        }
    }

    public static Routes ofThisPlatform() throws IOException {
        try (InputStream in = Routes.class.getResourceAsStream("/routes.txt")) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** @throws IllegalArgumentException naming the line that is not {@code prefix server}, or a prefix given twice */
    static Routes parse(String text) {
        List<Route> routes = new ArrayList<>();
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] words = line.split("\\s+");
            boolean wellFormed = words.length == 2
                    && words[0].startsWith("/")
                    && (words[0].equals("/") || !words[0].endsWith("/"))
                    && routes.stream().noneMatch(route -> route.prefix().equals(words[0]));
            if (!wellFormed) {
                throw new IllegalArgumentException("route table: cannot use the line \"" + line + "\"");
            }
            routes.add(new Route(words[0], words[1]));
        }
        return new Routes(routes);
    }

    public List<Route> all() {
        return longestFirst;
    }

    /**
     * The server for a request's path; empty if nobody outside may ask for it.
     *
     * <p>A path that a server might read differently than the door does (dot segments, encoded slashes or dots, empty
     * segments, backslashes) is refused: otherwise {@code /v1/%2e%2e/internal} would be let through.
     *
     * @param path as sent, without the query
     */
    public Optional<String> serverFor(String path) {
        if (!path.startsWith("/") || isAmbiguous(path)) {
            return Optional.empty();
        }
        String first = path.substring(1).split("/", 2)[0];
        if (REFUSED.contains(first)) {
            return Optional.empty();
        }
        return longestFirst.stream()
                .filter(route -> route.matches(path))
                .map(Route::server)
                .findFirst();
    }

    private static boolean isAmbiguous(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        if (lower.contains("//") || lower.contains("\\") || lower.contains(";") || lower.contains("%5c")) {
            return true;
        }
        for (String segment : lower.substring(1).split("/", -1)) {
            String plain = segment.replace("%2e", ".");
            if (plain.equals(".") || plain.equals("..")) {
                return true;
            }
        }
        // An encoded slash is part of a name (a model's, say), except where it could hide one of the refused paths.
        String first = lower.substring(1).split("/", 2)[0];
        return first.contains("%");
    }
}
