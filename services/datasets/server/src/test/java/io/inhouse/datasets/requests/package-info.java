/** Tests of what requests have in common. */
@NullMarked
package io.inhouse.datasets.requests;

import org.jspecify.annotations.NullMarked;
