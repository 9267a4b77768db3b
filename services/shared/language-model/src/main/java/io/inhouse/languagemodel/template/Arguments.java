package io.inhouse.languagemodel.template;

import java.util.List;
import java.util.Map;

/** A call's evaluated arguments, looked up by position or name. */
record Arguments(List<Object> positional, Map<String, Object> named) {
    boolean has(int position, String name) {
        return position < positional.size() || named.containsKey(name);
    }

    Object get(int position, String name, Object otherwise) {
        if (position < positional.size()) {
            return positional.get(position);
        }
        return named.getOrDefault(name, otherwise);
    }

    Object need(int position, String name) {
        if (!has(position, name)) {
            throw new ValueError("the argument " + name + " is missing");
        }
        return get(position, name, None.NONE);
    }

    String text(int position, String name) {
        Object value = need(position, name);
        if (value instanceof String text) {
            return text;
        }
        throw new ValueError("the argument " + name + " is " + Values.type(value) + ", not a string");
    }

    String text(int position, String name, String otherwise) {
        return has(position, name) ? text(position, name) : otherwise;
    }

    long integer(int position, String name, long otherwise) {
        Object value = get(position, name, None.NONE);
        return value == None.NONE ? otherwise : Sequences.integer(value);
    }

    boolean flag(int position, String name, boolean otherwise) {
        return Values.truth(get(position, name, otherwise));
    }

    /** The arguments after the first {@code n} positional ones. */
    Arguments after(int n) {
        return new Arguments(positional.subList(Math.min(n, positional.size()), positional.size()), named);
    }
}
