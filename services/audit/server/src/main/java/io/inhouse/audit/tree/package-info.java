/** The ledger's tree as it is stored. */
@NullMarked
package io.inhouse.audit.tree;

import org.jspecify.annotations.NullMarked;
