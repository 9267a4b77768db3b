/** The files of a model in Hugging Face's layout: checked strictly, mapped into memory, named by a digest. */
@NullMarked
package io.inhouse.languagemodel.weights;

import org.jspecify.annotations.NullMarked;
