/**
 * The way to a model, and the only one: what is asked is recorded before anything is computed, what is answered before it
 * is sent. After a crash the next process completes the record from what was stored.
 */
@NullMarked
package io.inhouse.inference.recording;

import org.jspecify.annotations.NullMarked;
