package io.inhouse.datasets.personaldata;

import io.inhouse.datasets.client.PersonalDataType;

/** Gives the same value the same replacement throughout a project, which nobody without the project's key can undo. */
@FunctionalInterface
public interface Pseudonyms {
    /** @param value in its normal form, so that {@code 4111 1111…} and {@code 41111111…} are one */
    String of(PersonalDataType type, String value);
}
