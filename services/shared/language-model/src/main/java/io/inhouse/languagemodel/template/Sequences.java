package io.inhouse.languagemodel.template;

import java.util.ArrayList;
import java.util.List;

/** Indexing and slicing with Python's meaning of negative positions; strings are counted in code points. */
final class Sequences {
    private Sequences() {}

    /** @return {@link Undefined} if there is no such item, as Jinja has it */
    static Object item(Object target, long index) {
        if (target instanceof String text) {
            int[] points = text.codePoints().toArray();
            long at = index < 0 ? index + points.length : index;
            return at >= 0 && at < points.length
                    ? Character.toString(points[(int) at])
                    : new Undefined("the character at " + index);
        }
        List<Object> list = Values.items(target);
        long at = index < 0 ? index + list.size() : index;
        return at >= 0 && at < list.size() ? list.get((int) at) : new Undefined("the item at " + index);
    }

    static Object slice(Object target, Object from, Object to, Object step) {
        long by = step == None.NONE ? 1 : integer(step);
        if (by == 0) {
            throw new ValueError("a slice's step is 0");
        }
        if (target instanceof String text) {
            int[] points = text.codePoints().toArray();
            StringBuilder out = new StringBuilder();
            for (int i : positions(points.length, from, to, by)) {
                out.appendCodePoint(points[i]);
            }
            return out.toString();
        }
        if (!(target instanceof List<?> list)) {
            throw new ValueError(Values.type(target) + " cannot be sliced");
        }
        List<Object> out = new ArrayList<>();
        for (int i : positions(list.size(), from, to, by)) {
            out.add(list.get(i));
        }
        return out;
    }

    private static List<Integer> positions(int length, Object from, Object to, long by) {
        long lowest = by > 0 ? 0 : -1;
        long highest = by > 0 ? length : length - 1;
        long begin = from == None.NONE ? (by > 0 ? lowest : highest) : bound(integer(from), length, lowest, highest);
        long end = to == None.NONE ? (by > 0 ? highest : lowest) : bound(integer(to), length, lowest, highest);
        List<Integer> positions = new ArrayList<>();
        for (long i = begin; by > 0 ? i < end : i > end; i += by) {
            positions.add((int) i);
        }
        return positions;
    }

    private static long bound(long position, int length, long lowest, long highest) {
        return Math.clamp(position < 0 ? position + length : position, lowest, highest);
    }

    static long integer(Object value) {
        if (Values.numeric(value) instanceof Long n) {
            return n;
        }
        throw new ValueError("expected an integer, not " + Values.type(value));
    }
}
