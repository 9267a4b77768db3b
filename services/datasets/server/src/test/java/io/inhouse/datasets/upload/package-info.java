@NullMarked
package io.inhouse.datasets.upload;

import org.jspecify.annotations.NullMarked;
