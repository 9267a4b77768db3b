package io.inhouse.datasets.client;

import java.util.List;

/** The persons whose names are looked for in a project's uploads. It replaces the list before it. */
public record NameList(List<String> names) {
    /**
     * What is told about the list: never the names.
     *
     * @param revision 0 if there was never a list
     */
    public record Summary(int count, int revision) {}
}
