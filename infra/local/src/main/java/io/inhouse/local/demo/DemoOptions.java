package io.inhouse.local.demo;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the demonstration was asked for.
 *
 * @param exit stop everything afterwards
 * @param json file for the figures, or null
 * @param data directory with {@code train.jsonl} and {@code test.jsonl}, or null for the built-in data
 * @param base a Hugging Face directory, a GGUF file, {@code smollm2}, or null for the smallest built-in model
 * @param begunNanos {@link System#nanoTime()} when the command began
 */
public record DemoOptions(
        boolean exit,
        @Nullable Path json,
        @Nullable Path data,
        @Nullable String base,
        long begunNanos) {}
