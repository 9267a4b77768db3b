/** What a project can be answered by: base models, adapters, and the names under which applications ask for them. */
@NullMarked
package io.inhouse.portal.models;

import org.jspecify.annotations.NullMarked;
