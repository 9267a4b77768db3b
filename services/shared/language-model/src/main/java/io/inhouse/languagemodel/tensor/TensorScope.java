package io.inhouse.languagemodel.tensor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Owner of native memory: closing it releases every tensor and tensor list made in it. One scope belongs to one piece of
 * work (a model, a training job, a step, a generated token) and is not safe for use by several threads at once.
 */
public final class TensorScope implements AutoCloseable {
    private final Set<Tensor> tensors = new HashSet<>();
    private final List<TensorList> lists = new ArrayList<>();

    Tensor adopt(long handle) {
        Tensor tensor = new Tensor(handle);
        tensors.add(tensor);
        return tensor;
    }

    /** Bundles tensors (of this or another scope) as one argument that may be passed many times. */
    public TensorList list(List<Tensor> content) {
        TensorList list = new TensorList(
                Torch.ofTensors(content.stream().mapToLong(Tensor::handle).toArray()));
        lists.add(list);
        return list;
    }

    /** Makes this scope the owner of a tensor of another one. */
    public Tensor take(Tensor tensor, TensorScope from) {
        if (!from.tensors.remove(tensor)) {
            throw new IllegalArgumentException("the tensor does not belong to that scope");
        }
        tensors.add(tensor);
        return tensor;
    }

    /** Releases one tensor before the scope ends. */
    public void release(Tensor tensor) {
        if (tensors.remove(tensor)) {
            tensor.release();
        }
    }

    @Override
    public void close() {
        lists.forEach(TensorList::release);
        lists.clear();
        tensors.forEach(Tensor::release);
        tensors.clear();
    }
}
