package io.inhouse.ledger.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/** Names and limits of bundle format version 1; {@value #README} in a bundle explains each file. */
public final class BundleFormat {
    public static final String NAME = "inhouse-audit-bundle";
    public static final int VERSION = 1;

    public static final String MANIFEST = "manifest.json";
    /** The signed tree head that everything else is measured against. */
    public static final String CHECKPOINT = "checkpoint";
    /** Tree heads published earlier, by size: canonical JSON objects {@code note, published}, one per line. */
    public static final String HEADS = "heads.jsonl";
    /** The leaves' exact bytes, one per line, in order of index. */
    public static final String LEAVES = "leaves.jsonl";
    /** The signed list of leaf hashes of each batch that overlaps the range, each note followed by an empty line. */
    public static final String BATCHES = "batches.notes";
    /** The locators of each batch, in the same order: canonical JSON objects {@code first, locators}. */
    public static final String LOCATORS = "locators.jsonl";
    /** The subtrees left and right of the range; absent when the range is the whole tree. */
    public static final String RANGE = "range.json";
    /** Content of entries that the exporter opened; absent when there are none. */
    public static final String OPENINGS = "openings.jsonl";

    public static final String README = "LOGS.md";
    public static final String LEAF_SCHEMA = "schema/leaf-v1.schema.json";

    public static final Set<String> REQUIRED =
            Set.of(CHECKPOINT, HEADS, LEAVES, BATCHES, LOCATORS, README, LEAF_SCHEMA);
    public static final Set<String> OPTIONAL = Set.of(RANGE, OPENINGS);

    private BundleFormat() {}

    /** The text that goes into every bundle under that name. */
    static byte[] document(String name) {
        String file = name.substring(name.lastIndexOf('/') + 1);
        try (InputStream in = BundleFormat.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the ledger was built without " + file);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("the ledger's own " + file + " cannot be read", e);
        }
    }
}
