@NullMarked
package io.inhouse.modelformat.gguf;

import org.jspecify.annotations.NullMarked;
