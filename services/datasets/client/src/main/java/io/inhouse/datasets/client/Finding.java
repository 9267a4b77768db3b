package io.inhouse.datasets.client;

/**
 * Where personal data was found, never what it was.
 *
 * @param line of the uploaded file, from 1
 * @param field {@code prompt}, {@code completion} or {@code messages[i].content}
 * @param start offset into the field as it was uploaded, in UTF-16 code units
 * @param end exclusive
 * @param score 0 to 1
 */
public record Finding(
        String uploadId,
        long line,
        String field,
        int start,
        int end,
        PersonalDataType type,
        PersonalDataAction action,
        double score,
        String reason) {}
