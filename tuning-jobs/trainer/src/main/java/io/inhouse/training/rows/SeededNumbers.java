package io.inhouse.training.rows;

/**
 * A generator of our own (SplitMix64; Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators"), so that
 * no library version can change what a seed means.
 */
public final class SeededNumbers {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    private SeededNumbers(long state) {
        this.state = state;
    }

    /** @param purposes numbers that keep sequences of one seed apart, for example a tensor's index or an epoch */
    public static SeededNumbers of(long seed, long... purposes) {
        SeededNumbers numbers = new SeededNumbers(seed);
        for (long purpose : purposes) {
            numbers = new SeededNumbers(numbers.nextLong() ^ mixed(purpose + GOLDEN_GAMMA));
        }
        return numbers;
    }

    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mixed(state);
    }

    private static long mixed(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }

    /** Uniform in [0, 1), 53 bits. */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /** Uniform in [0, bound). */
    public int nextInt(int bound) {
        return (int) (nextDouble() * bound);
    }
}
