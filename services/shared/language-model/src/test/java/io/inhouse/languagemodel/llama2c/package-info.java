@NullMarked
package io.inhouse.languagemodel.llama2c;

import org.jspecify.annotations.NullMarked;
