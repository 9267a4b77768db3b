/** Takes rows in: parsed, scanned, encrypted, stored in batches that become visible together. */
@NullMarked
package io.inhouse.datasets.upload;

import org.jspecify.annotations.NullMarked;
