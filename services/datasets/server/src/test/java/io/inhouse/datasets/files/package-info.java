@NullMarked
package io.inhouse.datasets.files;

import org.jspecify.annotations.NullMarked;
