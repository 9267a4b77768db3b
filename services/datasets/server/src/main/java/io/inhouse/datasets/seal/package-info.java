/** What names a version: commitments to its rows, their Merkle root, and the seeded split. */
@NullMarked
package io.inhouse.datasets.seal;

import org.jspecify.annotations.NullMarked;
