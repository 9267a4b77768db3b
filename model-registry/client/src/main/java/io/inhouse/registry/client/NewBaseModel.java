package io.inhouse.registry.client;

import org.jspecify.annotations.Nullable;

/**
 * Asks the registry to import a base model.
 *
 * @param name letters, digits, {@code . _ - /}; at most 128
 * @param directory absolute path, on the registry's machine, of a Hugging Face directory with safetensors weights; or of a
 *     GGUF file of the Llama architecture, or a directory with nothing but one, which is converted
 * @param licence SPDX identifier, or the name of the licence
 * @param source where it was got from, for a person to read
 * @param expectedDigest if given, the import fails unless the files have this digest
 */
public record NewBaseModel(
        String name,
        String directory,
        String licence,
        String source,
        @Nullable String expectedDigest) {}
