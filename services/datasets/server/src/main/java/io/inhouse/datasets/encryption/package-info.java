/** Commitments, pseudonyms and the encryption of rows. The only place of this service that touches cryptography. */
@NullMarked
package io.inhouse.datasets.encryption;

import org.jspecify.annotations.NullMarked;
