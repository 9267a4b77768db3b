package io.inhouse.training;

/** How the learning rate goes on after its warm-up. */
public enum Schedule {
    /** Stays at its peak. */
    CONSTANT,
    /** Falls evenly to 0. */
    LINEAR,
    /** Falls along half a cosine to 0. */
    COSINE;

    /** Share of the peak when {@code passed} steps {@code of} those after warm-up are over. */
    double share(long passed, long of) {
        return switch (this) {
            case CONSTANT -> 1;
            case LINEAR -> 1 - (double) passed / of;
            case COSINE -> 0.5 * (1 + Math.cos(Math.PI * passed / of));
        };
    }
}
