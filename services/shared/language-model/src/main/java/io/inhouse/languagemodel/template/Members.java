package io.inhouse.languagemodel.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What {@code a.b} and {@code a[b]} mean; the first prefers methods, the second items. Nothing can be changed through them. */
final class Members {
    private Members() {}

    static Object attribute(Object target, String name, Budget budget) {
        return switch (target) {
            case Map<?, ?> map -> {
                Object method = dictMethod(map, name);
                yield Values.isUndefined(method) ? entry(map, name, name) : method;
            }
            case Namespace namespace -> entry(namespace.members(), name, name);
            case Loop loop -> loop.attribute(name);
            case String text -> StringMethods.method(text, name, budget);
            case List<?> list -> listMethod(list, name);
            case Undefined undefined -> throw new ValueError("'" + undefined.name() + "' is undefined");
            default -> new Undefined(name);
        };
    }

    static Object item(Object target, Object key, Budget budget) {
        if (target instanceof Undefined undefined) {
            throw new ValueError("'" + undefined.name() + "' is undefined");
        }
        if (target instanceof Map<?, ?> map) {
            Object value = entry(map, key, PythonText.str(key));
            return Values.isUndefined(value) && key instanceof String name ? dictMethod(map, name) : value;
        }
        if ((target instanceof List || target instanceof String) && Values.numeric(key) instanceof Long index) {
            budget.size(target instanceof String text ? text.length() : 1);
            return Sequences.item(target, index);
        }
        return key instanceof String name ? attribute(target, name, budget) : new Undefined(PythonText.str(key));
    }

    private static Object entry(Map<?, ?> map, Object key, String name) {
        Object value = map.get(key);
        return value == null ? new Undefined(name) : value;
    }

    private static Object dictMethod(Map<?, ?> map, String name) {
        return switch (name) {
            case "items" -> (Callable) (positional, named) -> pairs(map);
            case "keys" -> (Callable) (positional, named) -> new ArrayList<Object>(map.keySet());
            case "values" -> (Callable) (positional, named) -> new ArrayList<Object>(map.values());
            case "copy" -> (Callable) (positional, named) -> new LinkedHashMap<Object, Object>(map);
            case "get" ->
                (Callable) (positional, named) -> {
                    Arguments arguments = new Arguments(positional, named);
                    Object value = map.get(arguments.need(0, "key"));
                    return value == null ? arguments.get(1, "default", None.NONE) : value;
                };
            default -> new Undefined(name);
        };
    }

    static List<Object> pairs(Map<?, ?> map) {
        List<Object> pairs = new ArrayList<>();
        map.forEach((k, v) -> pairs.add(new Tuple(List.of(Objects.requireNonNull(k), Objects.requireNonNull(v)))));
        return pairs;
    }

    private static Object listMethod(List<?> list, String name) {
        return switch (name) {
            case "copy" -> (Callable) (positional, named) -> new ArrayList<Object>(list);
            case "count" ->
                (Callable) (positional, named) -> list.stream()
                        .filter(item -> Values.equal(Objects.requireNonNull(item), positional.getFirst()))
                        .count();
            case "index" ->
                (Callable) (positional, named) -> {
                    for (int i = 0; i < list.size(); i++) {
                        if (Values.equal(Objects.requireNonNull(list.get(i)), positional.getFirst())) {
                            return (long) i;
                        }
                    }
                    throw new ValueError("the list has no such item");
                };
            case "append", "extend", "insert", "pop", "remove", "clear", "sort", "reverse" ->
                (Callable) (positional, named) -> {
                    throw new ValueError("lists may not be changed by a template (" + name + ")");
                };
            default -> new Undefined(name);
        };
    }
}
