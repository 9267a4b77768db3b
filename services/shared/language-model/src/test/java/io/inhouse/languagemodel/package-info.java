/** What a language model does, shown on tiny random models and numbers that transformers computed with them. */
@NullMarked
package io.inhouse.languagemodel;

import org.jspecify.annotations.NullMarked;
