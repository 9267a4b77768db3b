/** The same jobs in OpenAI's dialect: /v1/fine_tuning/jobs. */
@NullMarked
package io.inhouse.tuning.finetuning;

import org.jspecify.annotations.NullMarked;
