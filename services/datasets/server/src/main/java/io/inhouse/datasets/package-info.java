/** Datasets: upload, inspection, personal data, sealing, approval. */
@NullMarked
package io.inhouse.datasets;

import org.jspecify.annotations.NullMarked;
