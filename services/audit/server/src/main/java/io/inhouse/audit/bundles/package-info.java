/** Exports the ledger so that it can be checked without this server. */
@NullMarked
package io.inhouse.audit.bundles;

import org.jspecify.annotations.NullMarked;
