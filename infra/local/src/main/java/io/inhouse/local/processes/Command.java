package io.inhouse.local.processes;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a process is started. The environment is complete: nothing is inherited, so that a stray variable of the person
 * at the keyboard cannot change a server.
 */
public record Command(List<String> arguments, Map<String, String> environment, Path directory) {
    private static final List<String> PASSED_ON = List.of("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR");

    public Command {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /** {@code own} and the few variables every process needs. */
    public static Map<String, String> environment(Map<String, String> own) {
        Map<String, String> environment = new TreeMap<>();
        for (String name : PASSED_ON) {
            String value = System.getenv(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        environment.putAll(own);
        return environment;
    }

    /** Equal for equal commands: a running process with another fingerprint is out of date. Reveals no secret. */
    public String fingerprint() {
        StringBuilder all = new StringBuilder(String.join("\0", arguments));
        new TreeMap<>(environment).forEach((name, value) -> {
            if (!PASSED_ON.contains(name)) {
                all.append('\0').append(name).append('=').append(value);
            }
        });
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(all.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java lacks SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "Command" + arguments;
    }
}
