package io.inhouse.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.inhouse.ledger.CanonicalJson;
import io.inhouse.ledger.TrustPolicy;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code verify_bundle.py}, run beside the Java verifier on whatever a test verifies. One Python process answers all
 * questions. Where no Python with the package {@code cryptography} is found, nothing is compared, and {@link
 * SecondVerifierTest} says so.
 */
final class SecondVerifier {
    static final Path SCRIPT = Path.of("verify_bundle.py").toAbsolutePath();

    private static final String ANSWER = """
            import contextlib, io, json, os, sys
            sys.path.insert(0, os.path.dirname(sys.argv[1]))
            import verify_bundle
            for line in sys.stdin:
                said = io.StringIO()
                with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
                    try: code = verify_bundle.main(json.loads(line))
                    except SystemExit as end: code = end.code
                print(json.dumps([code, said.getvalue()]), flush=True)
            """;
    private static final @Nullable SecondVerifier FOUND = find();

    private final BufferedWriter questions;
    private final BufferedReader answers;

    private SecondVerifier(Process process) {
        questions = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    static boolean isHere() {
        return FOUND != null;
    }

    /** Fails if the second verifier ends with another code. */
    static void assertAgrees(List<String> arguments, int exitCode) {
        if (FOUND != null) {
            List<Object> answer = FOUND.ask(arguments);
            assertThat(answer.getFirst())
                    .as("the second verifier on %s said: %s", arguments, answer.getLast())
                    .isEqualTo((long) exitCode);
        }
    }

    static void assertAgrees(Path bundle, @Nullable TrustPolicy policy, byte @Nullable [] head, int exitCode) {
        if (FOUND != null) {
            assertAgrees(arguments(bundle, policy, head), exitCode);
        }
    }

    /** Fails if the second verifier does not say this of a bundle. */
    static void assertSays(Path bundle, @Nullable TrustPolicy policy, String words) {
        if (FOUND != null) {
            assertThat(String.valueOf(FOUND.ask(arguments(bundle, policy, null)).getLast()))
                    .contains(words);
        }
    }

    /** Only where it is. */
    static int exitCode(Path bundle, TrustPolicy policy) {
        return ((Number) Objects.requireNonNull(FOUND)
                        .ask(arguments(bundle, policy, null))
                        .getFirst())
                .intValue();
    }

    private static List<String> arguments(Path bundle, @Nullable TrustPolicy policy, byte @Nullable [] head) {
        List<String> arguments = new ArrayList<>(List.of(bundle.toString()));
        try {
            if (policy != null) {
                byte[] text = policy.encode().getBytes(StandardCharsets.UTF_8);
                arguments.addAll(List.of("--policy", beside(bundle, "policy", text)));
            }
            if (head != null) {
                arguments.addAll(List.of("--head", beside(bundle, "head", head)));
            }
            return arguments;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String beside(Path bundle, String name, byte[] content) throws IOException {
        return Files.write(bundle.resolveSibling("second-verifier." + name), content)
                .toString();
    }

    private synchronized List<Object> ask(List<String> arguments) {
        try {
            questions.write(new String(CanonicalJson.encode(arguments), StandardCharsets.UTF_8));
            questions.newLine();
            questions.flush();
            String answer = Objects.requireNonNull(answers.readLine(), "the second verifier ended");
            // Python's spelling of JSON differs from the canonical one: [code, "text"].
            int comma = answer.indexOf(',');
            return List.<Object>of(Long.parseLong(answer.substring(1, comma)), answer.substring(comma + 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable SecondVerifier find() {
        return Stream.of(
                        Objects.requireNonNullElse(System.getenv("INHOUSE_TEST_PYTHON"), "python3"), "/usr/bin/python3")
                .filter(SecondVerifier::hasCryptography)
                .findFirst()
                .map(SecondVerifier::start)
                .orElse(null);
    }

    private static boolean hasCryptography(String python) {
        try {
            return new ProcessBuilder(python, "-c", "import cryptography.hazmat.primitives.asymmetric.ed25519")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static SecondVerifier start(String python) {
        try {
            Process process = new ProcessBuilder(python, "-c", ANSWER, SCRIPT.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
            return new SecondVerifier(process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
