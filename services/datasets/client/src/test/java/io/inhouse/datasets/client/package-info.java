@NullMarked
package io.inhouse.datasets.client;

import org.jspecify.annotations.NullMarked;
