package io.inhouse.languagemodel.tensor;

/** Tensors bundled for scripts that take a {@code List[Tensor]}; keeps their memory alive. Belongs to a {@link TensorScope}. */
public final class TensorList {
    private long value;

    TensorList(long value) {
        this.value = value;
    }

    long value() {
        if (value == 0) {
            throw new IllegalStateException("the tensor list was released with its scope");
        }
        return value;
    }

    void release() {
        if (value != 0) {
            Torch.deleteValue(value);
            value = 0;
        }
    }
}
