/** Base models on disk. */
@NullMarked
package io.inhouse.registry.basemodels;

import org.jspecify.annotations.NullMarked;
