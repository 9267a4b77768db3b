@NullMarked
package io.inhouse.datasets.personaldata;

import org.jspecify.annotations.NullMarked;
