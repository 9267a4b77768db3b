/** Seals a version, and lets a second person approve, reject or withdraw it. */
@NullMarked
package io.inhouse.datasets.approval;

import org.jspecify.annotations.NullMarked;
