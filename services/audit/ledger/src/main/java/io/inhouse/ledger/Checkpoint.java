package io.inhouse.ledger;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The state of a log, as the text of a signed note (c2sp.org/tlog-checkpoint). Elsewhere in the platform a signed one is
 * called a tree head.
 *
 * @param origin names the log
 * @param size number of entries
 * @param extensions further lines, normally none
 */
public record Checkpoint(String origin, long size, Hash root, List<String> extensions) {
    private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,18}");

    public Checkpoint {
        extensions = List.copyOf(extensions);
        if (origin.isBlank() || origin.contains("\n") || size < 0) {
            throw new IllegalArgumentException("a tree head names its origin in one line and has a size of 0 or more");
        }
        if (extensions.stream().anyMatch(line -> line.isEmpty() || line.contains("\n"))) {
            throw new IllegalArgumentException("a tree head's extension lines are not empty");
        }
    }

    public Checkpoint(String origin, long size, Hash root) {
        this(origin, size, root, List.of());
    }

    /** @throws IllegalArgumentException saying what is malformed */
    public static Checkpoint parse(String text) {
        if (!text.endsWith("\n")) {
            throw new IllegalArgumentException("a tree head's text ends with a newline");
        }
        List<String> lines = List.of(text.substring(0, text.length() - 1).split("\n", -1));
        if (lines.size() < 3) {
            throw new IllegalArgumentException("a tree head has three lines: origin, size, root");
        }
        if (!SIZE.matcher(lines.get(1)).matches()) {
            throw new IllegalArgumentException("a tree head's size is a decimal number without leading zeros");
        }
        try {
            return new Checkpoint(
                    lines.get(0),
                    Long.parseLong(lines.get(1)),
                    Hash.parse(lines.get(2)),
                    lines.subList(3, lines.size()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a tree head's size exceeds 63 bits", e);
        }
    }

    public String text() {
        StringBuilder text = new StringBuilder()
                .append(origin)
                .append('\n')
                .append(size)
                .append('\n')
                .append(root.base64())
                .append('\n');
        extensions.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }
}
