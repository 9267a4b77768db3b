/** What is remembered between runs, checked without running anything. */
@NullMarked
package io.inhouse.local.home;

import org.jspecify.annotations.NullMarked;
