/**
 * Model families: each turns a Hugging Face {@code config.json} into a description of the decoder as data (attention, rotary
 * embedding, norms, feed-forward, head). Adding a family means one class here, listed in {@code Families}.
 */
@NullMarked
package io.inhouse.languagemodel.family;

import org.jspecify.annotations.NullMarked;
