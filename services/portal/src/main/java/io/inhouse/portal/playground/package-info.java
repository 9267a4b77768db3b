/** Two models answer the same question side by side, each answer with its receipt. */
@NullMarked
package io.inhouse.portal.playground;

import org.jspecify.annotations.NullMarked;
