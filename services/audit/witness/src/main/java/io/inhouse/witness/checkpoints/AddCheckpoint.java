package io.inhouse.witness.checkpoints;

import io.inhouse.ledger.Checkpoint;
import io.inhouse.ledger.Hash;
import io.inhouse.ledger.SignedNote;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A request to cosign (c2sp.org/tlog-witness).
 *
 * @param oldSize of the tree head that this witness cosigned last, as the log believes
 * @param proof from there to {@code head}
 * @param head of {@code note}
 */
record AddCheckpoint(long oldSize, List<Hash> proof, SignedNote note, Checkpoint head) {
    private static final Pattern OLD = Pattern.compile("old (0|[1-9][0-9]{0,18})");
    private static final int MAX_PROOF = 63;

    /** @throws IllegalArgumentException saying what is malformed */
    static AddCheckpoint parse(byte[] body) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a request that is not UTF-8", e);
        }
        int split = text.indexOf("\n\n");
        if (split < 0) {
            throw new IllegalArgumentException("a request has old size and proof, an empty line, and a tree head");
        }
        List<String> lines = List.of(text.substring(0, split).split("\n", -1));
        if (!OLD.matcher(lines.getFirst()).matches() || lines.size() - 1 > MAX_PROOF) {
            throw new IllegalArgumentException("a request begins with old <size>, and has at most 63 hashes");
        }
        SignedNote note = SignedNote.parse(text.substring(split + 2));
        return new AddCheckpoint(
                Long.parseLong(lines.getFirst().substring(4)),
                lines.subList(1, lines.size()).stream().map(Hash::parse).toList(),
                note,
                Checkpoint.parse(note.text()));
    }
}
