@NullMarked
package io.inhouse.inference.client;

import org.jspecify.annotations.NullMarked;
