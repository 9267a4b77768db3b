package io.inhouse.local.platform;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of a log. */
public final class LogTail {
    private static final int WINDOW = 64 * 1024;

    private LogTail() {}

    /** The last lines that are not frames of a stack trace: what a person needs to see of a failure. */
    static String withoutFrames(Path log, int lines, long from) throws IOException {
        List<String> telling = of(log, 400, from)
                .lines()
                .filter(line -> !line.strip().startsWith("at ") && !line.strip().startsWith("... "))
                .filter(line -> !line.isBlank())
                .toList();
        return String.join("\n", telling.subList(Math.max(0, telling.size() - lines), telling.size()));
    }

    /**
     * The last lines, indented.
     *
     * @param from bytes before this are not looked at
     */
    public static String of(Path log, int lines, long from) throws IOException {
        if (!Files.exists(log)) {
            return "    (there is no log)";
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long start =
                    Math.max(Math.min(from, file.length()), file.length() - (long) WINDOW * Math.max(1, lines / 100));
            byte[] bytes = new byte[(int) (file.length() - start)];
            file.seek(start);
            file.readFully(bytes);
            List<String> all = new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return String.join(
                    "\n",
                    all.subList(Math.max(0, all.size() - lines), all.size()).stream()
                            .map(line -> "    " + line)
                            .toList());
        }
    }
}
