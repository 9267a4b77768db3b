/** Asks witnesses to cosign tree heads before they are published. */
@NullMarked
package io.inhouse.audit.witness;

import org.jspecify.annotations.NullMarked;
