package io.inhouse.tuning.client.rows;

/**
 * A row of a dataset version, rendered by a base model's template.
 *
 * @param number of the row in the version, from 1
 * @param rows how many the version has
 * @param split {@code train} or {@code test}
 * @param uploadId the upload that brought it
 * @param line of that upload
 * @param masked personal data that the version keeps was masked to be shown: a job would read other tokens there
 */
public record RowAsTrained(
        String baseModel,
        long number,
        long rows,
        String split,
        String uploadId,
        long line,
        boolean masked,
        TrainerView view) {}
