package io.inhouse.testsupport;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/** An RSA key that signs JSON Web Tokens (RS256). */
record SigningKey(String keyId, RSAPrivateKey privateKey, RSAPublicKey publicKey) {
    static SigningKey generate(String keyId) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair pair = generator.generateKeyPair();
            return new SigningKey(keyId, (RSAPrivateKey) pair.getPrivate(), (RSAPublicKey) pair.getPublic());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For {@link #decode}, so that several class loaders share one key. */
    String encode() {
        Base64.Encoder encoder = Base64.getEncoder();
        return keyId + " " + encoder.encodeToString(privateKey.getEncoded()) + " "
                + encoder.encodeToString(publicKey.getEncoded());
    }

    static SigningKey decode(String text) {
        String[] parts = text.split(" ", -1);
        Base64.Decoder decoder = Base64.getDecoder();
        try {
            KeyFactory factory = KeyFactory.getInstance("RSA");
            return new SigningKey(
                    parts[0],
                    (RSAPrivateKey) factory.generatePrivate(new PKCS8EncodedKeySpec(decoder.decode(parts[1]))),
                    (RSAPublicKey) factory.generatePublic(new X509EncodedKeySpec(decoder.decode(parts[2]))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The public half as a JSON Web Key. */
    Map<String, Object> jwk() {
        return Map.of(
                "kty",
                "RSA",
                "use",
                "sig",
                "alg",
                "RS256",
                "kid",
                keyId,
                "n",
                unsigned(publicKey.getModulus()),
                "e",
                unsigned(publicKey.getPublicExponent()));
    }

    byte[] sign(String text) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(privateKey);
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] magnitude = bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(magnitude);
    }
}
