package io.inhouse.portal.language;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** A message bundle in the language of the request at hand. Without it a bundle is always the English one. */
@Qualifier
@Retention(RUNTIME)
@Target({PARAMETER, METHOD})
public @interface Spoken {}
