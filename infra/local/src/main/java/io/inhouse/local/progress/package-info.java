/** What a person sees while something takes time: one line per task, or plain lines when nobody is watching. */
@NullMarked
package io.inhouse.local.progress;

import org.jspecify.annotations.NullMarked;
