package io.inhouse.datasets.encryption;

import io.inhouse.datasets.client.PersonalDataType;
import io.inhouse.datasets.personaldata.Pseudonyms;

/** Replacements such as {@code [EMAIL-K7Q2M4XA3B]}: the first 50 bits of an HMAC under the project's key, in base 32 (RFC 4648). */
public final class KeyedPseudonyms implements Pseudonyms {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int CHARACTERS = 10;

    private final byte[] key;

    /** @param key 32 random bytes of the project */
    public KeyedPseudonyms(byte[] key) {
        this.key = key.clone();
    }

    @Override
    public String of(PersonalDataType type, String value) {
        byte[] mac = Hashing.hmac(key, Hashing.utf8(type.name()), new byte[] {0}, Hashing.utf8(value));
        long bits = 0;
        for (int i = 0; i < 8; i++) {
            bits = (bits << 8) | (mac[i] & 0xFF);
        }
        StringBuilder name = new StringBuilder("[").append(type).append('-');
        for (int i = 0; i < CHARACTERS; i++) {
            name.append(ALPHABET.charAt((int) (bits >>> 59)));
            bits <<= 5;
        }
        return name.append(']').toString();
    }
}
