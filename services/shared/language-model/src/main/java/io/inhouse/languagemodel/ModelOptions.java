package io.inhouse.languagemodel;

/**
 * How a model is held in memory.
 *
 * @param threads that one operator may use, process-wide; part of what makes results repeatable to the last bit
 * @param expandHalfPrecision whether F16 and BF16 weights become float32 when the model is opened: twice the memory, much
 *     faster answers on CPUs without bf16 arithmetic. F32 weights are always used where they lie in the mapped file
 */
public record ModelOptions(int threads, boolean expandHalfPrecision) {
    public ModelOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + "; at least 1 is needed");
        }
    }

    /** All processors; half precision expanded. */
    public static ModelOptions defaults() {
        return new ModelOptions(Runtime.getRuntime().availableProcessors(), true);
    }

    public ModelOptions withThreads(int number) {
        return new ModelOptions(number, expandHalfPrecision);
    }
}
