package io.inhouse.languagemodel.tensor;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * TorchScript functions, compiled from readable resource files, and the way to call them: one native call each. Arguments
 * may be {@link Tensor}, {@link TensorList}, {@code List<Tensor>}, Long, Integer, Double, Boolean, String, {@code long[]}
 * and {@code double[]}.
 *
 * <p>A library lives as long as the process. Any number of threads may call it at once; every call first switches gradients
 * off for its thread, because fresh threads start with them on.
 */
public final class TorchLibrary {
    private static final int[] CPU = {0, -1};
    private static final int STRIDED = 0;

    private final long module;

    private TorchLibrary(long module) {
        this.module = module;
    }

    /** A resource file of functions, found as {@code anchor.getResource(name)}. */
    public record Source(Class<?> anchor, String name) {
        String text() {
            try (InputStream in = anchor.getResourceAsStream(name)) {
                if (in == null) {
                    throw new IllegalStateException("no resource " + name + " beside " + anchor.getName());
                }
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Compiles the files together: functions may call each other through {@code self}. */
    public static TorchLibrary compile(List<Source> sources) {
        StringBuilder methods = new StringBuilder();
        sources.forEach(s -> methods.append(s.text()).append('\n'));
        try {
            byte[] archive = ScriptArchive.of(methods.toString());
            return new TorchLibrary(Torch.loadModule(new ByteArrayInputStream(archive)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls a function that returns a tensor. */
    public Tensor tensor(TensorScope scope, String method, Object... arguments) {
        long result = call(method, arguments);
        try {
            return scope.adopt(Torch.toTensor(result));
        } finally {
            Torch.deleteValue(result);
        }
    }

    /** Calls a function that returns a list of tensors. */
    public List<Tensor> tensors(TensorScope scope, String method, Object... arguments) {
        long result = call(method, arguments);
        try {
            List<Tensor> tensors = new ArrayList<>();
            for (long handle : Torch.toTensors(result)) {
                tensors.add(scope.adopt(handle));
            }
            return tensors;
        } finally {
            Torch.deleteValue(result);
        }
    }

    /** Calls a function that returns an integer. */
    public long integer(String method, Object... arguments) {
        long result = call(method, arguments);
        try {
            return Torch.toLong(result);
        } finally {
            Torch.deleteValue(result);
        }
    }

    /** Calls a function that returns a number. */
    public double number(String method, Object... arguments) {
        long result = call(method, arguments);
        try {
            return Torch.toDouble(result);
        } finally {
            Torch.deleteValue(result);
        }
    }

    /** Calls a function for its effect. */
    public void run(String method, Object... arguments) {
        Torch.deleteValue(call(method, arguments));
    }

    private long call(String method, Object... arguments) {
        long[] values = new long[arguments.length];
        try {
            for (int i = 0; i < values.length; i++) {
                values[i] = value(arguments[i]);
            }
            Torch.prepareThread();
            return Torch.run(module, method, values, true, false);
        } finally {
            for (int i = 0; i < values.length; i++) {
                if (values[i] != 0 && !(arguments[i] instanceof TensorList)) {
                    Torch.deleteValue(values[i]);
                }
            }
        }
    }

    private static long value(Object argument) {
        return switch (argument) {
            case Tensor t -> Torch.ofTensor(t.handle());
            case TensorList l -> l.value();
            case List<?> l ->
                Torch.ofTensors(l.stream().mapToLong(t -> ((Tensor) t).handle()).toArray());
            case Long i -> Torch.ofLong(i);
            case Integer i -> Torch.ofLong(i);
            case Double d -> Torch.ofDouble(d);
            case Boolean b -> Torch.ofBoolean(b);
            case String s -> Torch.ofString(s);
            case long[] a -> Torch.ofLongs(a);
            case double[] a -> Torch.ofDoubles(a);
            default ->
                throw new IllegalArgumentException(
                        "a script takes no " + argument.getClass().getName());
        };
    }

    /** A float32 tensor with these elements, row-major. */
    public Tensor floats(TensorScope scope, float[] values, long... shape) {
        ByteBuffer data =
                ByteBuffer.allocateDirect(Math.max(4, values.length * 4)).order(ByteOrder.nativeOrder());
        data.asFloatBuffer().put(values);
        return copied(scope, data, Torch.FLOAT32, shape);
    }

    /** An int64 tensor with these elements, row-major. */
    public Tensor longs(TensorScope scope, long[] values, long... shape) {
        ByteBuffer data =
                ByteBuffer.allocateDirect(Math.max(8, values.length * 8)).order(ByteOrder.nativeOrder());
        data.asLongBuffer().put(values);
        return copied(scope, data, Torch.INT64, shape);
    }

    /** libtorch only borrows the buffer, so the tensor that leaves here is a copy. */
    private Tensor copied(TensorScope scope, ByteBuffer data, int type, long... shape) {
        Tensor borrowed = new Tensor(Torch.fromBlob(data, shape, type, STRIDED, CPU, false));
        try {
            return tensor(scope, "copied", borrowed);
        } finally {
            borrowed.release();
            Reference.reachabilityFence(data);
        }
    }
}
