package io.inhouse.verify;

import io.inhouse.ledger.VerifierKey;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The command {@code verify}; see {@link #USAGE}. */
public final class VerifyCommand {
    static final String USAGE = """
            usage: verify BUNDLE.zip [--key KEY] [--head FILE]

              BUNDLE.zip   an exported audit bundle
              --key KEY    the log's public key (name+id+Base64), or a file that holds it. Take it from a place that the
                           server cannot change, not from the bundle
              --head FILE  a tree head that you kept from an earlier bundle (its file "checkpoint"): the log has to go on
                           from there

            exit code 0  verified
                      1  not verified: something was changed, is missing, or was not signed by the key
                      2  wrong usage, or the file is not a bundle that can be read
                      3  consistent, but only with the key inside the bundle, because no --key was given
            """;

    private static final long MAX_SMALL_FILE = 1 << 16;

    private VerifyCommand() {}

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.exit(run(List.of(arguments), out));
    }

    /**
     * Runs the command and prints the report to {@code out}.
     *
     * @return the exit code
     */
    public static int run(List<String> arguments, PrintStream out) {
        if (arguments.contains("--help")) {
            out.print(USAGE);
            return 0;
        }
        String bundle = null;
        String key = null;
        String head = null;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            boolean last = i + 1 == arguments.size();
            if (argument.equals("--key") && key == null && !last) {
                key = arguments.get(++i);
            } else if (argument.equals("--head") && head == null && !last) {
                head = arguments.get(++i);
            } else if (!argument.startsWith("-") && bundle == null) {
                bundle = argument;
            } else {
                out.println("not understood: " + argument);
                out.print(USAGE);
                return Verdict.UNREADABLE.exitCode();
            }
        }
        if (bundle == null) {
            out.print(USAGE);
            return Verdict.UNREADABLE.exitCode();
        }
        try {
            Report report = BundleVerifier.verify(
                    existing(bundle), key == null ? null : key(key), head == null ? null : small(existing(head)));
            out.print(report.text());
            return report.verdict().exitCode();
        } catch (IOException | IllegalArgumentException e) {
            out.println(Objects.requireNonNullElse(e.getMessage(), e.toString()));
            return Verdict.UNREADABLE.exitCode();
        }
    }

    private static VerifierKey key(String keyOrFile) throws IOException {
        String text = keyOrFile;
        Path file = pathOf(keyOrFile);
        if (file != null && Files.isRegularFile(file)) {
            text = new String(small(file), StandardCharsets.UTF_8);
        }
        try {
            return VerifierKey.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--key is neither a file nor a log's public key: " + e.getMessage(), e);
        }
    }

    private static Path existing(String name) throws IOException {
        Path path = pathOf(name);
        if (path == null || !Files.isRegularFile(path)) {
            throw new IOException("there is no file " + name);
        }
        return path;
    }

    private static @Nullable Path pathOf(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static byte[] small(Path file) throws IOException {
        if (Files.size(file) > MAX_SMALL_FILE) {
            throw new IOException(file + " is too large to be a key or a tree head");
        }
        return Files.readAllBytes(file);
    }
}
