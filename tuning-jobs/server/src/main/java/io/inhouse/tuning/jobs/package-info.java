/** Tuning jobs: submission and its refusals, states, events. */
@NullMarked
package io.inhouse.tuning.jobs;

import org.jspecify.annotations.NullMarked;
