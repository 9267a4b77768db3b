/** What a training will need, computed from the shape of the model, the recipe and the rows; knows neither HTTP nor tables. */
@NullMarked
package io.inhouse.tuning.estimate;

import org.jspecify.annotations.NullMarked;
