package io.inhouse.training;

/** What the forward pass keeps for the backward pass. The result is the same to the last bit. */
public enum Recomputation {
    /** Every layer's intermediate results: fastest. */
    NONE,
    /** Only every layer's input; the rest is computed again. About a third slower, a small part of the memory. */
    FULL
}
