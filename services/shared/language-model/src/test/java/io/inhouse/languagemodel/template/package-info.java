@NullMarked
package io.inhouse.languagemodel.template;

import org.jspecify.annotations.NullMarked;
