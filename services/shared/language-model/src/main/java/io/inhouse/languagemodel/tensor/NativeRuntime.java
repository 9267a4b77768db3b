package io.inhouse.languagemodel.tensor;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Starts libtorch, once per process, from the libraries on the class path. Nothing is ever downloaded and nothing is
 * reported: DJL would otherwise fetch missing libraries from the internet and announce its start to its makers.
 *
 * <p>The libraries are unpacked once (about 450 MB) below {@code DJL_CACHE_DIR} (environment variable or system property;
 * default {@code ~/.djl.ai}). A libtorch that is already on the machine is used if {@code PYTORCH_LIBRARY_PATH}, {@code
 * PYTORCH_VERSION} and {@code PYTORCH_FLAVOR} are all set.
 */
public final class NativeRuntime {
    private static boolean started;

    private NativeRuntime() {}

    /** Has to come before any other use of DJL. Cheap when already done. */
    public static synchronized void start() {
        if (started) {
            return;
        }
        forbidNetwork();
        waitWithoutSpinning();
        Engine.getEngine("PyTorch");
        started = true;
    }

    /**
     * Tells the threads of an operator to sleep while they wait for each other. By default they spin, which on a machine that
     * has other work to do (it runs a whole platform) made training 7 to 12 times slower when measured, and gains little
     * on an idle one. libgomp reads the setting once, from the process's environment, when it is loaded; what the operator
     * has set there is respected.
     */
    private static void waitWithoutSpinning() {
        if (System.getenv("OMP_WAIT_POLICY") != null || System.getenv("GOMP_SPINCOUNT") != null) {
            return;
        }
        Linker linker = Linker.nativeLinker();
        try (Arena arena = Arena.ofConfined()) {
            MethodHandle setenv = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("setenv"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
            int failed =
                    (int) setenv.invokeExact(arena.allocateFrom("OMP_WAIT_POLICY"), arena.allocateFrom("PASSIVE"), 0);
            if (failed != 0) {
                throw new IllegalStateException("the environment of this process cannot be changed");
            }
        } catch (Throwable e) {
            throw new IllegalStateException("OMP_WAIT_POLICY could not be set; set it to PASSIVE outside", e);
        }
    }

    /** Enough for the tokenizer, which does not need libtorch. */
    public static void forbidNetwork() {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
    }

    /**
     * Threads that one operator may use, in the whole process. Results depend on it in the last bits: the same number gives
     * the same bits.
     */
    public static void useThreads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + "; at least 1 is needed");
        }
        start();
        if (JniUtils.getNumThreads() != threads) {
            JniUtils.setNumThreads(threads);
        }
    }
}
