/** Text to token ids and back, with the model's own tokenizer.json. */
@NullMarked
package io.inhouse.languagemodel.tokenization;

import org.jspecify.annotations.NullMarked;
