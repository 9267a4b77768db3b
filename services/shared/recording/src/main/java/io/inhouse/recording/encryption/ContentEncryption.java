package io.inhouse.recording.encryption;

import io.inhouse.artefacts.encryption.AesGcm;
import javax.crypto.AEADBadTagException;

/**
 * Encrypts contents so that they become unreadable when their owner's key is destroyed: every content has a key of its
 * own, wrapped under the owner's. For entries of the record, and for any other column that holds what persons wrote.
 */
public class ContentEncryption {
    private final SubjectKeys keys;

    public ContentEncryption(SubjectKeys keys) {
        this.keys = keys;
    }

    /**
     * @param owner the person whom the content is about (its subject), or a bucket such as {@code dataset-version:dsv-…}
     * @param associatedData what the content is bound to, for example table and row id; {@link #open} needs the same
     */
    public SealedContent seal(String owner, byte[] plaintext, byte[] associatedData) {
        byte[] dek = AesGcm.newKey();
        SubjectKeys.Wrapped wrapped = keys.wrap(owner, dek);
        return new SealedContent(AesGcm.seal(dek, plaintext, associatedData), wrapped.dek(), wrapped.keyId());
    }

    /** @throws UnreadableContentException if the owner's key is gone, or anything was changed */
    public byte[] open(SealedContent content, byte[] associatedData) {
        byte[] dek = keys.unwrap(content.keyId(), content.dek());
        try {
            return AesGcm.open(dek, content.ct(), associatedData);
        } catch (AEADBadTagException e) {
            throw new UnreadableContentException(
                    UnreadableContentException.Reason.CHANGED,
                    "the encrypted content was changed, or belongs to something else",
                    e);
        }
    }
}
