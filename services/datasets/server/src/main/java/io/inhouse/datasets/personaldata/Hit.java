package io.inhouse.datasets.personaldata;

import io.inhouse.datasets.client.PersonalDataType;

/**
 * Personal data at a place of a text.
 *
 * @param start offset in UTF-16 code units
 * @param end exclusive
 * @param score 0 to 1; where two hits overlap the higher one stays
 * @param reason why it is taken for what it is; never holds the value
 */
public record Hit(PersonalDataType type, int start, int end, double score, String reason) {}
