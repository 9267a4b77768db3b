@NullMarked
package io.inhouse.adapterformat;

import org.jspecify.annotations.NullMarked;
