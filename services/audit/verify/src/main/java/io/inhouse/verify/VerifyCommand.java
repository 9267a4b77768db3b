package io.inhouse.verify;

import io.inhouse.ledger.TrustPolicy;
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
            usage: verify BUNDLE.zip [--key KEY | --policy FILE] [--head FILE]

              BUNDLE.zip   an exported audit bundle
              --key KEY    the log's public key (name+id+Base64), or a file with its keys, one per line. Take it from a
                           place that the server cannot change, not from the bundle
              --policy FILE  the log's keys and the witnesses that have to have agreed (c2sp.org/tlog-policy)
              --head FILE  the newest tree head that you know: the file "checkpoint" of an earlier bundle, or better what a
                           witness says. The log has to go on from there

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
        String policy = null;
        String head = null;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            boolean last = i + 1 == arguments.size();
            if (argument.equals("--key") && key == null && !last) {
                key = arguments.get(++i);
            } else if (argument.equals("--policy") && policy == null && !last) {
                policy = arguments.get(++i);
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
        if (bundle == null || (key != null && policy != null)) {
            out.print(USAGE);
            return Verdict.UNREADABLE.exitCode();
        }
        try {
            TrustPolicy trusted = policy != null ? policy(policy) : key != null ? keys(key) : null;
            Report report =
                    BundleVerifier.verifyBy(existing(bundle), trusted, head == null ? null : small(existing(head)));
            out.print(report.text());
            return report.verdict().exitCode();
        } catch (IOException | IllegalArgumentException e) {
            out.println(Objects.requireNonNullElse(e.getMessage(), e.toString()));
            return Verdict.UNREADABLE.exitCode();
        }
    }

    private static TrustPolicy keys(String keyOrFile) throws IOException {
        String text = keyOrFile;
        Path file = pathOf(keyOrFile);
        if (file != null && Files.isRegularFile(file)) {
            text = new String(small(file), StandardCharsets.UTF_8);
        }
        StringBuilder policy = new StringBuilder();
        text.lines()
                .filter(line -> !line.isBlank())
                .forEach(line -> policy.append("log ").append(line).append('\n'));
        try {
            return TrustPolicy.parse(policy.append("quorum none\n").toString());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--key is neither a file nor a log's public key: " + e.getMessage(), e);
        }
    }

    private static TrustPolicy policy(String name) throws IOException {
        return TrustPolicy.parse(new String(small(existing(name)), StandardCharsets.UTF_8));
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
