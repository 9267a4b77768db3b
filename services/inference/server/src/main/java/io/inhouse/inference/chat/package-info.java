/** OpenAI's chat and text completions over HTTP: every parameter is honoured or refused by name. */
@NullMarked
package io.inhouse.inference.chat;

import org.jspecify.annotations.NullMarked;
