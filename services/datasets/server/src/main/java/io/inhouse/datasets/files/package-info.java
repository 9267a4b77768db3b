/** The OpenAI dialect: a file is a dataset version. */
@NullMarked
package io.inhouse.datasets.files;

import org.jspecify.annotations.NullMarked;
