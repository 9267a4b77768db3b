/** Many callers at once, and what each of them had to wait for. */
@NullMarked
package io.inhouse.local.load;

import org.jspecify.annotations.NullMarked;
