package io.inhouse.languagemodel.tensor;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;

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
        Engine.getEngine("PyTorch");
        started = true;
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
