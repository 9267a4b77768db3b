/**
 * What a trainer makes of rows, shown to people and measured, without training. The tuning server starts a trainer with
 * {@code INHOUSE_TRAINER_ROWS} (a base model's directory) and {@code INHOUSE_TRAINER_ROWS_AS} ({@code view} or
 * {@code figures}) in its environment; rows go to its standard input as newline-delimited JSON, one JSON value comes back.
 */
@NullMarked
package io.inhouse.tuning.client.rows;

import org.jspecify.annotations.NullMarked;
