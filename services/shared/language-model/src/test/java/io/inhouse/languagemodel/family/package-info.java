/** Every family against numbers that transformers computed, and the table that says so. */
@NullMarked
package io.inhouse.languagemodel.family;

import org.jspecify.annotations.NullMarked;
