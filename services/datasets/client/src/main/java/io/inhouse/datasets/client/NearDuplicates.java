package io.inhouse.datasets.client;

import java.util.List;

/**
 * Held-out rows of a version that ask nearly what a training row asks.
 *
 * @param threshold similarity from which rows are listed
 * @param heldOutRows how many such held-out rows there are
 * @param pairs the most similar ones, at most a hundred
 */
public record NearDuplicates(double threshold, long heldOutRows, List<NearDuplicate> pairs) {}
