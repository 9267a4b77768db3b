@NullMarked
package io.inhouse.local.demo;

import org.jspecify.annotations.NullMarked;
