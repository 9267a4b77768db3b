package io.inhouse.ledger.bundle;

import io.inhouse.ledger.CanonicalJson;
import io.inhouse.ledger.SignedNote;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line of {@value BundleFormat#HEADS}.
 *
 * @param published RFC 3339; informative
 */
public record PublishedHead(SignedNote note, String published) {
    public byte[] encode() {
        return CanonicalJson.encode(Map.of("note", note.encode(), "published", published));
    }

    /** @throws IllegalArgumentException if it is no such line */
    public static PublishedHead parse(byte[] line) {
        Map<String, @Nullable Object> members = CanonicalJson.parseObject(line);
        if (members.get("note") instanceof String note && members.get("published") instanceof String published) {
            return new PublishedHead(SignedNote.parse(note), published);
        }
        throw new IllegalArgumentException("a published tree head has a note and a time");
    }
}
