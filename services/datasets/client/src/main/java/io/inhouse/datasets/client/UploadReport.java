package io.inhouse.datasets.client;

import java.util.Map;

/**
 * What became of an upload.
 *
 * @param id {@code upl-…}
 * @param rows rows taken: {@code trainRows + testRows}
 * @param setAsideRows rows that cannot be used
 * @param blankLines empty lines, which are no rows
 * @param bytes read, after decompression
 * @param findings personal data found in the rows taken and in the rows blocked, by type
 * @param setAsideByReason how many rows were set aside for which reason
 */
public record UploadReport(
        String id,
        String versionId,
        long rows,
        long trainRows,
        long testRows,
        long setAsideRows,
        long blankLines,
        long bytes,
        Map<PersonalDataType, Long> findings,
        Map<String, Long> setAsideByReason) {}
