/** Makes what happened durable before anybody is told that it happened. */
@NullMarked
package io.inhouse.recording;

import org.jspecify.annotations.NullMarked;
