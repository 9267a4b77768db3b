@NullMarked
package io.inhouse.tuning.jobs;

import org.jspecify.annotations.NullMarked;
