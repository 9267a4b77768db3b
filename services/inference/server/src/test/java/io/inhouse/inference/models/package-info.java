@NullMarked
package io.inhouse.inference.models;

import org.jspecify.annotations.NullMarked;
