@NullMarked
package io.inhouse.datasets.statistics;

import org.jspecify.annotations.NullMarked;
