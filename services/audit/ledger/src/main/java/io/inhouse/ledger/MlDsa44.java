package io.inhouse.ledger;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** ML-DSA-44 (FIPS 204, empty context), which quantum computers do not break, on raw public keys, through the Java platform. */
final class MlDsa44 {
    static final int SEED_SIZE = 32;
    static final int PUBLIC_KEY_SIZE = 1_312;
    static final int SIGNATURE_SIZE = 2_420;

    private static final String NAME = "ML-DSA-44";
    private static final byte[] X509_HEAD = HexFormat.of().parseHex("30820532300b06096086480165030403110382052100");

    private MlDsa44() {}

    /** The pair that FIPS 204's key generation makes of the seed. */
    static KeyPair pair(byte[] seed) {
        if (seed.length != SEED_SIZE) {
            throw new IllegalArgumentException("an ML-DSA seed has " + SEED_SIZE + " bytes, not " + seed.length);
        }
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(NAME);
            generator.initialize(NamedParameterSpec.ML_DSA_44, new Replay(seed));
            KeyPair pair = generator.generateKeyPair();
            byte[] probe = {1, 2, 3};
            if (!verify(publicKey(raw(pair.getPublic())), probe, sign(pair.getPrivate(), probe))) {
                throw new IllegalStateException("this Java platform makes ML-DSA keys in an unknown way");
            }
            return pair;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform since 24 has ML-DSA", e);
        }
    }

    static byte[] raw(PublicKey key) {
        byte[] encoded = key.getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - PUBLIC_KEY_SIZE, encoded.length);
    }

    /** @throws IllegalArgumentException if these are no such key's bytes */
    static PublicKey publicKey(byte[] raw) {
        if (raw.length != PUBLIC_KEY_SIZE) {
            throw new IllegalArgumentException("an ML-DSA-44 key has " + PUBLIC_KEY_SIZE + " bytes, not " + raw.length);
        }
        byte[] encoded = Arrays.copyOf(X509_HEAD, X509_HEAD.length + raw.length);
        System.arraycopy(raw, 0, encoded, X509_HEAD.length, raw.length);
        try {
            return KeyFactory.getInstance(NAME).generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an ML-DSA-44 public key", e);
        }
    }

    static byte[] sign(PrivateKey key, byte[] message) {
        try {
            Signature signature = Signature.getInstance(NAME);
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("ML-DSA signing failed", e);
        }
    }

    static boolean verify(PublicKey key, byte[] message, byte[] signed) {
        if (signed.length != SIGNATURE_SIZE) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(NAME);
            signature.initVerify(key);
            signature.update(message);
            return signature.verify(signed);
        } catch (SignatureException | InvalidKeyException malformed) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform since 24 has ML-DSA", e);
        }
    }
}
