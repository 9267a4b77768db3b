package io.inhouse.training;

/**
 * One example: after {@code prompt}, the model shall say {@code completion} and end. Both may hold the marks of {@link
 * io.inhouse.languagemodel.tokenization.LiteralText}.
 */
public record TrainingRow(String prompt, String completion) {}
