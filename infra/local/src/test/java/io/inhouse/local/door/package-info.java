/** The route table and a real door before a made-up server. */
@NullMarked
package io.inhouse.local.door;

import org.jspecify.annotations.NullMarked;
