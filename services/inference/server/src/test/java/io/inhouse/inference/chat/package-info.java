@NullMarked
package io.inhouse.inference.chat;

import org.jspecify.annotations.NullMarked;
