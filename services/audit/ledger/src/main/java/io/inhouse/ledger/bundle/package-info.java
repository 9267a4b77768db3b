/** The export format, version 1: a ZIP that can be checked with nothing but the log's public key. */
@NullMarked
package io.inhouse.ledger.bundle;

import org.jspecify.annotations.NullMarked;
