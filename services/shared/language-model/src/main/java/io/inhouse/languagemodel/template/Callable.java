package io.inhouse.languagemodel.template;

import java.util.List;
import java.util.Map;

/** A macro, a method or a function that a template may call. */
@FunctionalInterface
interface Callable {
    Object call(List<Object> positional, Map<String, Object> named);
}
