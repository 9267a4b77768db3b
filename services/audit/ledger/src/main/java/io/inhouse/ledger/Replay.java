package io.inhouse.ledger;

import java.security.SecureRandom;

/** Yields one seed: the platform's key generators take seeds only as their randomness. */
final class Replay extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final byte[] seed;

    Replay(byte[] seed) {
        this.seed = seed.clone();
    }

    @Override
    public void nextBytes(byte[] bytes) {
        System.arraycopy(seed, 0, bytes, 0, bytes.length);
    }
}
