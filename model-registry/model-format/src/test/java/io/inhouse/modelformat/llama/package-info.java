@NullMarked
package io.inhouse.modelformat.llama;

import org.jspecify.annotations.NullMarked;
