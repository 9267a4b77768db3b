package io.inhouse.ledger;

import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.util.Base64;

/** Signs tree heads with a time (c2sp.org/tlog-cosignature): a witness, or a log beside its plain signature. */
public final class Cosigner {
    /** Bytes of the secret, for both kinds. */
    public static final int SEED_SIZE = 32;

    private final PrivateKey key;
    private final VerifierKey verifier;

    private Cosigner(PrivateKey key, VerifierKey verifier) {
        this.key = key;
        this.verifier = verifier;
    }

    /** @param seed the 32 secret bytes of RFC 8032 */
    public static Cosigner ed25519(String name, byte[] seed) {
        return new Cosigner(
                Ed25519.privateKey(seed),
                new VerifierKey(name, VerifierKey.Kind.ED25519_COSIGNATURE, Ed25519.publicKeyOf(seed)));
    }

    /** @param seed the 32 secret bytes of FIPS 204 */
    public static Cosigner mlDsa44(String name, byte[] seed) {
        KeyPair pair = MlDsa44.pair(seed);
        return new Cosigner(
                pair.getPrivate(), new VerifierKey(name, VerifierKey.Kind.ML_DSA_44, MlDsa44.raw(pair.getPublic())));
    }

    public VerifierKey verifier() {
        return verifier;
    }

    /**
     * Signs the text of a tree head.
     *
     * @param time Unix seconds; 0 makes no statement about when this was the largest tree
     */
    public SignedNote.Signature cosign(String text, long time) {
        byte[] message = Cosigned.message(verifier.kind(), verifier.name(), time, text);
        byte[] signed =
                verifier.kind() == VerifierKey.Kind.ML_DSA_44 ? MlDsa44.sign(key, message) : Ed25519.sign(key, message);
        byte[] blob = ByteBuffer.allocate(Integer.BYTES + Long.BYTES + signed.length)
                .putInt(verifier.id())
                .putLong(time)
                .put(signed)
                .array();
        return new SignedNote.Signature(verifier.name(), Base64.getEncoder().encodeToString(blob));
    }

    @Override
    public String toString() {
        return "***" + verifier.label();
    }
}
