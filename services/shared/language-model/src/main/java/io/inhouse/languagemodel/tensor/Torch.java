package io.inhouse.languagemodel.tensor;

import ai.djl.Device;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;

/**
 * The few native functions of DJL's PyTorch engine that we need, on bare handles. They are package-private in DJL; method
 * handles reach them whatever class loader holds our classes. What libtorch complains about arrives as DJL's unchecked
 * EngineException.
 */
final class Torch {
    /** Numbers of element types as DJL's native code expects them: positions in its enum of data types. */
    static final int FLOAT32 = 0;

    static final int INT64 = 6;
    private static final MethodHandle RUN;
    private static final MethodHandle FROM_BLOB;
    private static final MethodHandle BYTES;
    private static final MethodHandle SHAPE;
    private static final MethodHandle DELETE_TENSOR;
    private static final MethodHandle DELETE_VALUE;
    private static final MethodHandle OF_TENSOR;
    private static final MethodHandle OF_BOOLEAN;
    private static final MethodHandle OF_LONG;
    private static final MethodHandle OF_DOUBLE;
    private static final MethodHandle OF_STRING;
    private static final MethodHandle OF_LONGS;
    private static final MethodHandle OF_DOUBLES;
    private static final MethodHandle OF_TENSORS;
    private static final MethodHandle TO_TENSOR;
    private static final MethodHandle TO_TENSORS;
    private static final MethodHandle TO_LONG;
    private static final MethodHandle TO_DOUBLE;

    static {
        NativeRuntime.start();
        try {
            Class<?> type = Class.forName("ai.djl.pytorch.jni.PyTorchLibrary", true, JniUtils.class.getClassLoader());
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            Object library = lookup.findStaticVarHandle(type, "LIB", type).get();
            RUN = bind(
                    lookup,
                    library,
                    "moduleRunMethod",
                    long.class,
                    long.class,
                    String.class,
                    long[].class,
                    boolean.class,
                    boolean.class);
            FROM_BLOB = bind(
                    lookup,
                    library,
                    "torchFromBlob",
                    long.class,
                    ByteBuffer.class,
                    long[].class,
                    int.class,
                    int.class,
                    int[].class,
                    boolean.class);
            BYTES = bind(lookup, library, "torchDataPtr", byte[].class, long.class);
            SHAPE = bind(lookup, library, "torchSizes", long[].class, long.class);
            DELETE_TENSOR = bind(lookup, library, "torchDeleteTensor", void.class, long.class);
            DELETE_VALUE = bind(lookup, library, "torchDeleteIValue", void.class, long.class);
            OF_TENSOR = bind(lookup, library, "iValueFromTensor", long.class, long.class);
            OF_BOOLEAN = bind(lookup, library, "iValueFromBool", long.class, boolean.class);
            OF_LONG = bind(lookup, library, "iValueFromLong", long.class, long.class);
            OF_DOUBLE = bind(lookup, library, "iValueFromDouble", long.class, double.class);
            OF_STRING = bind(lookup, library, "iValueFromString", long.class, String.class);
            OF_DOUBLES = bind(lookup, library, "iValueFromDoubleList", long.class, double[].class);
            OF_LONGS = bind(lookup, library, "iValueFromLongList", long.class, long[].class);
            OF_TENSORS = bind(lookup, library, "iValueFromTensorList", long.class, long[].class);
            TO_TENSOR = bind(lookup, library, "iValueToTensor", long.class, long.class);
            TO_TENSORS = bind(lookup, library, "iValueToTensorList", long[].class, long.class);
            TO_LONG = bind(lookup, library, "iValueToLong", long.class, long.class);
            TO_DOUBLE = bind(lookup, library, "iValueToDouble", double.class, long.class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("DJL's PyTorch engine is not the version this was built for", e);
        }
    }

    private Torch() {}

    private static MethodHandle bind(
            MethodHandles.Lookup lookup, Object library, String name, Class<?> result, Class<?>... parameters)
            throws ReflectiveOperationException {
        return lookup.findVirtual(library.getClass(), name, MethodType.methodType(result, parameters))
                .bindTo(library)
                .asFixedArity();
    }

    /** Gradients off, and no profiling of scripts by the executor: both are settings of the thread and wrong by default. */
    static void prepareThread() {
        JniUtils.setGradMode(false);
        JniUtils.setGraphExecutorOptimize(false);
    }

    static long loadModule(InputStream archive) throws IOException {
        return JniUtils.loadModuleHandle(archive, Device.cpu(), true, false);
    }

    static long run(
            long module, String method, long[] arguments, boolean withoutInferenceMode, boolean separateCudaStream) {
        try {
            return (long) RUN.invokeExact(module, method, arguments, withoutInferenceMode, separateCudaStream);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    static long fromBlob(ByteBuffer data, long[] shape, int type, int layout, int[] device, boolean requiresGradient) {
        try {
            return (long) FROM_BLOB.invokeExact(data, shape, type, layout, device, requiresGradient);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    static byte[] bytes(long tensor) {
        try {
            return (byte[]) BYTES.invokeExact(tensor);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    static long[] shape(long tensor) {
        try {
            return (long[]) SHAPE.invokeExact(tensor);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    static void deleteTensor(long tensor) {
        try {
            DELETE_TENSOR.invokeExact(tensor);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    static void deleteValue(long value) {
        try {
            DELETE_VALUE.invokeExact(value);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    static long ofTensor(long tensor) {
        try {
            return (long) OF_TENSOR.invokeExact(tensor);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    static long ofBoolean(boolean value) {
        try {
            return (long) OF_BOOLEAN.invokeExact(value);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    static long ofLong(long value) {
        try {
            return (long) OF_LONG.invokeExact(value);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    static long ofDouble(double value) {
        try {
            return (long) OF_DOUBLE.invokeExact(value);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    static long ofString(String value) {
        try {
            return (long) OF_STRING.invokeExact(value);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    static long ofLongs(long[] values) {
        try {
            return (long) OF_LONGS.invokeExact(values);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    static long ofDoubles(double[] values) {
        try {
            return (long) OF_DOUBLES.invokeExact(values);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    static long ofTensors(long[] tensors) {
        try {
            return (long) OF_TENSORS.invokeExact(tensors);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    static long toTensor(long value) {
        try {
            return (long) TO_TENSOR.invokeExact(value);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    static long[] toTensors(long value) {
        try {
            return (long[]) TO_TENSORS.invokeExact(value);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    static long toLong(long value) {
        try {
            return (long) TO_LONG.invokeExact(value);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    static double toDouble(long value) {
        try {
            return (double) TO_DOUBLE.invokeExact(value);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    private static RuntimeException rethrown(Throwable e) {
        if (e instanceof RuntimeException unchecked) {
            return unchecked;
        }
        if (e instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("native code threw a checked exception", e);
    }
}
