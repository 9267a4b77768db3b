package io.inhouse.datasets.client;

/**
 * A row of a version by its place.
 *
 * @param number from 1, in the order that names the version
 * @param rows how many the version has
 * @param uploadId the upload that brought it
 * @param masked personal data that the version keeps was masked in what is shown here, so it is not what a job would read
 */
public record NumberedRow(String versionId, long number, long rows, String uploadId, boolean masked, PreviewRow row) {}
