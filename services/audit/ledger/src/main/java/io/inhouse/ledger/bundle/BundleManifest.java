package io.inhouse.ledger.bundle;

import io.inhouse.ledger.CanonicalJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a bundle says about itself. It is not signed: it finds damage and names the range; the proof is in the signed notes.
 *
 * @param origin names the log
 * @param logKey the log's public key as the exporting server knows it; a reader who wants proof brings his own
 * @param from first entry
 * @param to entry after the last
 * @param treeSize of the tree head in {@value BundleFormat#CHECKPOINT}
 * @param previousBundle {@code sha256:<hex>} of the bundle exported before, if the exporter named one
 * @param files every other file of the bundle
 */
public record BundleManifest(
        String origin,
        String logKey,
        Instant created,
        long from,
        long to,
        long treeSize,
        @Nullable String previousBundle,
        Map<String, FileEntry> files) {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    /**
     * @param sha256 hex
     * @param size bytes
     */
    public record FileEntry(String sha256, long size) {
        public FileEntry {
            if (!HEX.matcher(sha256).matches() || size < 0) {
                throw new IllegalArgumentException("a file's entry has a SHA-256 in hex and a size");
            }
        }
    }

    public BundleManifest {
        files = Map.copyOf(files);
        created = created.truncatedTo(ChronoUnit.MILLIS);
        if (from < 0 || to < from || treeSize < to) {
            throw new IllegalArgumentException(
                    "entries " + from + " to " + to + " are no range of a tree of size " + treeSize);
        }
    }

    public byte[] encode() {
        Map<String, @Nullable Object> members = new TreeMap<>();
        members.put("format", BundleFormat.NAME);
        members.put("version", BundleFormat.VERSION);
        members.put("origin", origin);
        members.put("log_key", logKey);
        members.put("created", created.toString());
        members.put("from", from);
        members.put("to", to);
        members.put("tree_size", treeSize);
        if (previousBundle != null) {
            members.put("previous_bundle", previousBundle);
        }
        Map<String, @Nullable Object> described = new TreeMap<>();
        files.forEach((name, file) -> described.put(name, Map.of("sha256", file.sha256(), "size", file.size())));
        members.put("files", described);
        return CanonicalJson.encode(members);
    }

    /** @throws IllegalArgumentException if these are not the bytes of a version 1 manifest */
    public static BundleManifest parse(byte[] bytes) {
        Map<String, @Nullable Object> members = CanonicalJson.parseObject(bytes);
        if (!BundleFormat.NAME.equals(members.get("format"))) {
            throw new IllegalArgumentException("the manifest's format is not " + BundleFormat.NAME);
        }
        if (!Long.valueOf(BundleFormat.VERSION).equals(members.get("version"))) {
            throw new IllegalArgumentException("bundle version " + members.get("version")
                    + " is not known to this verifier; it knows " + BundleFormat.VERSION);
        }
        if (!(members.get("files") instanceof Map<?, ?> described)) {
            throw new IllegalArgumentException("the manifest lists no files");
        }
        Map<String, FileEntry> files = new TreeMap<>();
        described.forEach((name, file) -> {
            if (!(file instanceof Map<?, ?> entry)) {
                throw new IllegalArgumentException("the manifest's entry of " + name + " is no object");
            }
            files.put(String.valueOf(name), new FileEntry(text(entry, "sha256"), number(entry, "size")));
        });
        Instant created;
        try {
            created = Instant.parse(text(members, "created"));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("the manifest's time of creation is no time", e);
        }
        return new BundleManifest(
                text(members, "origin"),
                text(members, "log_key"),
                created,
                number(members, "from"),
                number(members, "to"),
                number(members, "tree_size"),
                members.containsKey("previous_bundle") ? text(members, "previous_bundle") : null,
                files);
    }

    private static String text(Map<?, ?> members, String name) {
        if (members.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("the manifest's " + name + " is missing or no text");
    }

    private static long number(Map<?, ?> members, String name) {
        if (members.get(name) instanceof Long number) {
            return number;
        }
        throw new IllegalArgumentException("the manifest's " + name + " is missing or no integer");
    }
}
