/** Tests of taking the text out of documents. */
@NullMarked
package io.inhouse.datasets.documents;

import org.jspecify.annotations.NullMarked;
