/** Typed access to the inference server: OpenAI's objects as far as we speak them, in its spelling. */
@NullMarked
package io.inhouse.inference.client;

import org.jspecify.annotations.NullMarked;
