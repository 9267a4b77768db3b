/**
 * Chat templates: the small Jinja programs that models bring along and that turn messages into the exact text the model
 * was trained on. A space too many changes the answer, so this interpreter follows Jinja2 as the transformers library
 * configures it ({@code trim_blocks}, {@code lstrip_blocks}, an immutable sandbox) and is checked against its output.
 * Templates come from outside: steps, sizes and depth are limited, and there is nothing to reach but the values passed in.
 */
@NullMarked
package io.inhouse.languagemodel.template;

import org.jspecify.annotations.NullMarked;
