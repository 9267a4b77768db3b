/** The append-only Merkle log: tree, proofs, signed notes, leaf format. */
@NullMarked
package io.inhouse.ledger;

import org.jspecify.annotations.NullMarked;
