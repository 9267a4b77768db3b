package io.inhouse.training;

/** One example to learn from. */
public sealed interface TrainingRow {
    /**
     * After {@code prompt}, the model shall say {@code completion} and end. Both may hold the marks of {@link
     * io.inhouse.languagemodel.tokenization.LiteralText}.
     */
    record Pair(String prompt, String completion) implements TrainingRow {}

    /** A text as somebody wrote it: the model shall expect each of its tokens from those before, and at last its end. */
    record Text(String text) implements TrainingRow {}
}
