/** Takes the text out of documents, in a process of its own that may use little memory, little time and no network. */
@NullMarked
package io.inhouse.datasets.documents;

import org.jspecify.annotations.NullMarked;
