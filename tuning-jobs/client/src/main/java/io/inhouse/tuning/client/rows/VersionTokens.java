package io.inhouse.tuning.client.rows;

/**
 * A dataset version in tokens of a base model.
 *
 * @param rows of the version
 * @param step every so-manieth row was measured; 1: all of them
 */
public record VersionTokens(String datasetVersion, String baseModel, long rows, long step, TrainerFigures figures) {}
