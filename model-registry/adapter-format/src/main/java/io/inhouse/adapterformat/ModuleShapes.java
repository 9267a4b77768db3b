package io.inhouse.adapterformat;

import org.jspecify.annotations.Nullable;

/** What a base model's linear layers look like; the caller knows the model, this module does not. */
@FunctionalInterface
public interface ModuleShapes {
    /** Accepts every module. */
    ModuleShapes ANY = modulePath -> null;

    /**
     * @param modulePath for example {@code model.layers.0.self_attn.q_proj}
     * @return the shape of its weight; null if it is not known
     * @throws IllegalArgumentException if the base model has no such linear layer
     */
    @Nullable
    Shape of(String modulePath);

    /** A weight of {@code out} rows and {@code in} columns. */
    record Shape(long out, long in) {}
}
