/** OpenAI-compatible serving of base models and adapters. */
@NullMarked
package io.inhouse.inference;

import org.jspecify.annotations.NullMarked;
