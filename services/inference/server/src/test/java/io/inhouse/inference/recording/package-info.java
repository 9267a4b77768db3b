@NullMarked
package io.inhouse.inference.recording;

import org.jspecify.annotations.NullMarked;
