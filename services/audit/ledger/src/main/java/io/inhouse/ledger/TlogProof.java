package io.inhouse.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * That an entry is in the log, for whoever holds the entry and the log's key (c2sp.org/tlog-proof).
 *
 * @param extra what the maker adds, not authenticated; the platform puts the entry itself there
 * @param index of the entry
 * @param proof from the leaf to the root
 * @param checkpoint the tree head that the proof leads to, with all its signatures
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TlogProof(byte @Nullable [] extra, long index, List<Hash> proof, SignedNote checkpoint) {
    /** Suffix of files. */
    public static final String SUFFIX = ".tlog-proof";

    private static final String FIRST_LINE = "c2sp.org/tlog-proof@v1";
    private static final Pattern INDEX = Pattern.compile("index (0|[1-9][0-9]{0,18})");
    private static final int MAX_SIZE = 1 << 20;
    private static final int MAX_PROOF = 63;

    public TlogProof {
        proof = List.copyOf(proof);
        if (index < 0 || proof.size() > MAX_PROOF) {
            throw new IllegalArgumentException(
                    "a proof has an index of 0 or more and at most " + MAX_PROOF + " hashes");
        }
    }

    /** @throws IllegalArgumentException saying what is malformed */
    public static TlogProof parse(byte[] bytes) {
        if (bytes.length > MAX_SIZE) {
            throw new IllegalArgumentException("a proof of " + bytes.length + " bytes; at most " + MAX_SIZE);
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a proof that is not UTF-8", e);
        }
        int split = text.indexOf("\n\n");
        if (split < 0) {
            throw new IllegalArgumentException("a proof has its own lines, an empty line and a tree head");
        }
        List<String> lines = new ArrayList<>(List.of(text.substring(0, split).split("\n", -1)));
        if (!lines.removeFirst().equals(FIRST_LINE)) {
            throw new IllegalArgumentException("a proof begins with " + FIRST_LINE);
        }
        byte[] extra = null;
        if (!lines.isEmpty() && lines.getFirst().startsWith("extra ")) {
            extra = Hash.decodeBase64(lines.removeFirst().substring("extra ".length()));
        }
        if (lines.isEmpty() || !INDEX.matcher(lines.getFirst()).matches()) {
            throw new IllegalArgumentException("a proof names the index of its entry");
        }
        String index = lines.removeFirst().substring("index ".length());
        try {
            return new TlogProof(
                    extra,
                    Long.parseLong(index),
                    lines.stream().map(Hash::parse).toList(),
                    SignedNote.parse(text.substring(split + 2)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a proof's index exceeds 63 bits", e);
        }
    }

    /** The bytes that {@link #parse} reads, as text. */
    public String encode() {
        StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
        if (extra != null) {
            text.append("extra ")
                    .append(Base64.getEncoder().encodeToString(extra))
                    .append('\n');
        }
        text.append("index ").append(index).append('\n');
        proof.forEach(hash -> text.append(hash.base64()).append('\n'));
        return text.append('\n').append(checkpoint.encode()).toString();
    }

    /**
     * Checks that {@code leaf} is the entry.
     *
     * @throws UnverifiedNoteException if the tree head does not satisfy the policy, or the proof does not lead to it
     */
    public void verify(byte[] leaf, TrustPolicy policy) throws UnverifiedNoteException {
        policy.verify(checkpoint);
        Checkpoint head = Checkpoint.parse(checkpoint.text());
        if (!Proofs.includes(index, head.size(), Hash.ofLeaf(leaf), proof, head.root())) {
            throw new UnverifiedNoteException(
                    "the proof does not lead from this entry to the tree head of " + head.size() + " entries");
        }
    }
}
