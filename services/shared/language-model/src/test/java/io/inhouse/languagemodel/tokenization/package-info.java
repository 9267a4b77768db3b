/** Text to token ids, and what people write kept apart from what controls a model. */
@NullMarked
package io.inhouse.languagemodel.tokenization;

import org.jspecify.annotations.NullMarked;
