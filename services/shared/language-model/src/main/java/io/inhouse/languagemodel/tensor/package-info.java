/**
 * Tensors in native memory and the TorchScript functions that work on them. The only package that talks to DJL's PyTorch
 * engine; everything above it sees {@code Tensor}, {@code TensorScope} and {@code TorchLibrary}.
 */
@NullMarked
package io.inhouse.languagemodel.tensor;

import org.jspecify.annotations.NullMarked;
