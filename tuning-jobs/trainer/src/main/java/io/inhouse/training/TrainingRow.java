package io.inhouse.training;

/** One example: after {@code prompt}, the model shall say {@code completion} and end. */
public record TrainingRow(String prompt, String completion) {}
