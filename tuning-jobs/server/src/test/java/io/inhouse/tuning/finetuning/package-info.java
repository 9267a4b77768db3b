@NullMarked
package io.inhouse.tuning.finetuning;

import org.jspecify.annotations.NullMarked;
