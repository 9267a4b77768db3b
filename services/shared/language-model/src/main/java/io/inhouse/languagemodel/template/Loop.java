package io.inhouse.languagemodel.template;

import java.util.List;

/** The variable {@code loop} inside a loop's body. */
final class Loop {
    private final List<Object> items;
    private final int index;
    private final int depth;
    private final List<Object> lastChanged;

    /** @param lastChanged shared by all rounds of one loop: what {@code changed} saw last */
    Loop(List<Object> items, int index, int depth, List<Object> lastChanged) {
        this.items = items;
        this.index = index;
        this.depth = depth;
        this.lastChanged = lastChanged;
    }

    int depth() {
        return depth;
    }

    Object attribute(String name) {
        long size = items.size();
        return switch (name) {
            case "index" -> index + 1L;
            case "index0" -> (long) index;
            case "revindex" -> size - index;
            case "revindex0" -> size - index - 1;
            case "first" -> index == 0;
            case "last" -> index == size - 1;
            case "length" -> size;
            case "depth" -> (long) depth;
            case "depth0" -> depth - 1L;
            case "previtem" -> index > 0 ? items.get(index - 1) : new Undefined("loop.previtem");
            case "nextitem" -> index < size - 1 ? items.get(index + 1) : new Undefined("loop.nextitem");
            case "cycle" -> (Callable) (positional, named) -> positional.get(index % positional.size());
            case "changed" -> (Callable) (positional, named) -> changed(positional);
            default -> new Undefined("loop." + name);
        };
    }

    private boolean changed(List<Object> values) {
        boolean same = !lastChanged.isEmpty() && Values.equal(lastChanged.getFirst(), values);
        lastChanged.clear();
        lastChanged.add(values);
        return !same;
    }
}
