package io.inhouse.datasets.personaldata;

import java.util.ArrayList;
import java.util.List;

/** Digits that single blanks, hyphens or dots part into groups, for example {@code 4111 1111 1111 1111}. */
final class NumberRun {
    private final List<int[]> spans = new ArrayList<>();
    private final List<String> groups = new ArrayList<>();

    void add(int start, int end, String text) {
        spans.add(new int[] {start, end});
        groups.add(text.substring(start, end));
    }

    int size() {
        return groups.size();
    }

    /** Number of digits in the group, 0 outside the run. */
    int length(int group) {
        return group < 0 || group >= groups.size() ? 0 : groups.get(group).length();
    }

    int start(int group) {
        return spans.get(group)[0];
    }

    int end(int group) {
        return spans.get(group)[1];
    }

    /** The digits of the groups from {@code first} to {@code last}, both included. */
    String digits(int first, int last) {
        return String.join("", groups.subList(first, last + 1));
    }

    /** The groups' sizes, for example {@code 4-4-4-4}. */
    String shape(int first, int last) {
        StringBuilder shape = new StringBuilder();
        for (int i = first; i <= last; i++) {
            shape.append(i == first ? "" : "-").append(length(i));
        }
        return shape.toString();
    }
}
